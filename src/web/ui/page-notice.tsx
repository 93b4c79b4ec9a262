import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';

/** A whole page that has only one thing to say, and a way back. */
export function PageNotice({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 p-6">
      <h1 className="font-semibold text-2xl">{title}</h1>
      <div className="text-muted">{children}</div>
      <a className="text-accent underline underline-offset-4" href="/">
        <Trans>To the start page</Trans>
      </a>
    </main>
  );
}

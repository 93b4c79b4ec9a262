import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import type { MyMandate } from '#web/features/me/me.query.ts';
import { useMandateInAddress } from '#web/features/me/use-mandate-in-address.ts';
import { useMe } from '#web/features/me/use-me.ts';
import { useSignOut } from '#web/features/me/use-sign-out.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';

/** In place of a page: there is no mandate whose money it could show. */
export function NoMandateNotice(): ReactElement {
  const me = useMe();
  const { named } = useMandateInAddress();
  const [first] = me.mandates;
  if (!first || named === undefined)
    return (
      <Notice title={<Trans>You belong to no mandate yet</Trans>}>
        <p>
          <Trans>
            You are signed in as {me.user.email}, but nobody has added you to a mandate. Ask the administrator
            of yours; then load this page again.
          </Trans>
        </p>
      </Notice>
    );
  return (
    <Notice title={<Trans>You have no access to this mandate</Trans>} wayBack={first}>
      <p>
        <Trans>
          The link names a mandate that does not exist, or that {me.user.email} is no member of. Its
          administrator can add you.
        </Trans>
      </p>
    </Notice>
  );
}

function Notice({
  title,
  wayBack,
  children,
}: {
  readonly title: ReactNode;
  readonly wayBack?: MyMandate;
  readonly children: ReactNode;
}): ReactElement {
  const signOut = useSignOut();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ''} · Rappen`;
  });
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 p-6">
      <h1 ref={heading} className="font-semibold text-2xl">
        {title}
      </h1>
      {children}
      <div className="mt-2 flex flex-wrap gap-3">
        {wayBack && (
          <Link to="/billing" search={{ mandate: wayBack.id }} className={buttonClass('primary')}>
            <Trans>Go to {wayBack.name}</Trans>
          </Link>
        )}
        <Link to="/account" className={buttonClass('secondary')}>
          <Trans>My account</Trans>
        </Link>
        <Button look="quiet" onPress={signOut}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </main>
  );
}

import type { ReactElement, ReactNode } from 'react';

/** Nothing to show: why, and what to do about it. */
export function EmptyBlock(props: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className="flex flex-col items-center gap-2 rounded-xl border border-line border-dashed px-4 py-10 text-center">
      <p className="font-medium">{props.title}</p>
      {props.children !== undefined && <div className="max-w-prose text-muted">{props.children}</div>}
    </div>
  );
}

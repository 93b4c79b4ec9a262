import { type ReactElement, type ReactNode, useId } from 'react';

/** A block of a page with its own heading. */
export function Panel(props: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactElement {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`rounded-2xl border border-line bg-surface p-4 sm:p-6 ${props.className ?? ''}`}
    >
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2 last:mb-0">
        <div className="min-w-0">
          <h2 id={id} className="font-semibold text-base">
            {props.title}
          </h2>
          {props.lead !== undefined && <p className="text-muted text-sm">{props.lead}</p>}
        </div>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}

import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';

/**
 * The title of a page, with what can be done on it at the right. The document's title follows it, so that tabs,
 * bookmarks and screen readers say where one is.
 */
export function PageHeader(props: {
  readonly title: ReactNode;
  /** One line under it: what the page is about. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ''} · Rappen`;
  });
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 ref={heading} className="font-semibold text-2xl leading-tight">
          {props.title}
        </h1>
        {props.lead !== undefined && <p className="mt-1 max-w-prose text-muted">{props.lead}</p>}
      </div>
      {props.actions !== undefined && (
        <div className="flex flex-wrap items-center gap-2">{props.actions}</div>
      )}
    </header>
  );
}

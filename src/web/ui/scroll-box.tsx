import type { ReactElement, ReactNode } from 'react';

/** Scrolls what is too long for its place, by keyboard too; `className` bounds its height. */
export function ScrollBox({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section aria-label={label} tabIndex={0} className={`-outline-offset-2 overflow-y-auto ${className}`}>
      {children}
    </section>
  );
}

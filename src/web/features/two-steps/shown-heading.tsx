import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';

/** The heading of what would happen. It takes the focus, so that the keyboard and a screen reader are where the eyes are. */
export function ShownHeading({ children }: { readonly children: ReactNode }): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
      {children}
    </h3>
  );
}

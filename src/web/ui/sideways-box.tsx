import { type ReactElement, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

/** What is hidden beside what can be seen. */
type Hidden = 'nothing' | 'before' | 'after' | 'both';

/**
 * Holds what may be wider than the screen and scrolls it inside itself, by keyboard too. A shadow marks an edge behind which
 * there is more. `label` names the region.
 */
export function SidewaysBox({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactElement {
  const box = useRef<HTMLElement>(null);
  const [hidden, setHidden] = useState<Hidden>('nothing');
  const look = useCallback(() => {
    if (box.current) setHidden(hiddenOf(box.current));
  }, []);
  useEffect(() => {
    if (!box.current) return undefined;
    const watcher = new ResizeObserver(look);
    watcher.observe(box.current);
    for (const child of box.current.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, [look]);
  return (
    <div className="relative">
      <section
        ref={box}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={look}
        // What is only for screen readers is placed absolutely, and must stay inside.
        className="relative overflow-x-auto rounded-lg"
      >
        {children}
      </section>
      {(hidden === 'before' || hidden === 'both') && (
        <span aria-hidden className={`${EDGE} left-0 bg-linear-to-r`} />
      )}
      {(hidden === 'after' || hidden === 'both') && (
        <span aria-hidden className={`${EDGE} right-0 bg-linear-to-l`} />
      )}
    </div>
  );
}

const EDGE = 'pointer-events-none absolute inset-y-0 w-5 from-line to-transparent';

/** A pixel may be lost to rounding. */
function hiddenOf({ scrollLeft, clientWidth, scrollWidth }: HTMLElement): Hidden {
  const isBefore = scrollLeft > 1;
  const isAfter = scrollLeft + clientWidth < scrollWidth - 1;
  if (isBefore) return isAfter ? 'both' : 'before';
  return isAfter ? 'after' : 'nothing';
}

import { useLocation } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef } from 'react';

/**
 * Where a browser would load a new document it begins at its top; here a link changes only a part. So whoever follows one by
 * keyboard or screen reader goes on in the page that he chose, not in the navigation, unless the page has a better place.
 */
export function useFocusOnNewPage(main: RefObject<HTMLElement | null>): void {
  const pathname = useLocation({ select: (location) => location.pathname });
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const isInside = main.current?.contains(document.activeElement);
    if (!isInside) main.current?.focus({ preventScroll: true });
  }, [pathname, main]);
}

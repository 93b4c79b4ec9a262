import { useEffect, useLayoutEffect, useRef } from 'react';

/** So close to the end somebody reads what comes. */
const NEAR_PX = 160;

/**
 * Keeps the end of the page in view while it grows, for whoever is at its end; whoever has scrolled up stays where he reads.
 * `content`: changes when it grows. `place`: what is looked at; another one begins at its end.
 */
export function useFollow(content: unknown, place: string | undefined): void {
  const isAtEnd = useRef(true);
  useEffect(() => {
    const look = () => {
      const { scrollHeight, clientHeight } = document.documentElement;
      isAtEnd.current = scrollHeight - clientHeight - window.scrollY < NEAR_PX;
    };
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    isAtEnd.current = true;
  }, [place]);
  useLayoutEffect(() => {
    if (isAtEnd.current && place !== undefined)
      window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
  }, [content, place]);
}

import { useRouteContext } from '@tanstack/react-router';
import type { Me } from './me.query.ts';

/** Who is signed in; on pages that need no mandate. */
export function useMe(): Me {
  return useRouteContext({ from: '/shell' }).me;
}

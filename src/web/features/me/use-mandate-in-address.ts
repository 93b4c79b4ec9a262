import { useRouteContext, useSearch } from '@tanstack/react-router';
import type { ActingMandate } from './acting-mandate.ts';

/** The mandate that the address names; undefined `mandate`: none, or one that this person has no access to. */
export function useMandateInAddress(): {
  readonly named: string | undefined;
  readonly mandate: ActingMandate | undefined;
} {
  const { mandate } = useRouteContext({ from: '/shell' });
  const { mandate: named } = useSearch({ from: '/shell' });
  return { named, mandate };
}

import { useRouter } from '@tanstack/react-router';
import { pathInOtherMandate } from './path-in-other-mandate.ts';

/** Where a link to another mandate leads: to the same page there. What was opened or filtered here means nothing there. */
export function useMandateHref(): (mandateId: string) => string {
  const router = useRouter();
  return (mandateId) => {
    const { pathname } = router.state.location;
    return `${pathInOtherMandate(pathname)}?${new URLSearchParams({ mandate: mandateId })}`;
  };
}

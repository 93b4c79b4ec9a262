import { useRouter } from '@tanstack/react-router';

/** Where a link to another mandate leads: to the same page there. What was filtered here means nothing there. */
export function useMandateHref(): (mandateId: string) => string {
  const router = useRouter();
  return (mandateId) => {
    const { pathname } = router.state.location;
    return `${pathname}?${new URLSearchParams({ mandate: mandateId })}`;
  };
}

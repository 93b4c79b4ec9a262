import { Outlet, useRouter } from '@tanstack/react-router';
import { RouterProvider as AriaRouter } from 'react-aria-components';
import { ToastRegion } from '#web/ui/toast-region.tsx';

/** Around every page: links of React Aria go through the router, and short notices have their place. */
export function RootLayout() {
  const router = useRouter();
  return (
    <AriaRouter navigate={(href) => void router.navigate({ href })}>
      <Outlet />
      <ToastRegion />
    </AriaRouter>
  );
}

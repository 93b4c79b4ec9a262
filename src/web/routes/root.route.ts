import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import { FailedPage } from '#web/pages/failed-page.tsx';
import { MissingPage } from '#web/pages/missing-page.tsx';
import { RootLayout } from '#web/pages/root-layout.tsx';

export const rootRoute = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  component: RootLayout,
  notFoundComponent: MissingPage,
  errorComponent: FailedPage,
});

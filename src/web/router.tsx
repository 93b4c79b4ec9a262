import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { parseSearch, writeSearch } from './lib/search/search-text.ts';
import { accountRoutes } from './routes/account.pages.ts';
import { automationRoutes } from './routes/automations.pages.ts';
import { billingRoutes } from './routes/billing.pages.ts';
import { chatRoutes } from './routes/chat.pages.ts';
import { operatorRoutes } from './routes/operator.pages.ts';
import { rootRoute } from './routes/root.route.ts';
import { settingsRoutes } from './routes/settings.pages.ts';
import { shellRoute } from './routes/shell.route.ts';
import { signInRoutes } from './routes/sign-in.pages.ts';

/** Every address of the pages. */
const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  shellRoute.addChildren([
    ...chatRoutes,
    ...automationRoutes,
    ...billingRoutes,
    ...settingsRoutes,
    ...accountRoutes,
    ...operatorRoutes,
  ]),
]);

export function createPages(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    // TanStack Query decides what is fresh.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}

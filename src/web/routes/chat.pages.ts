import { createRoute } from '@tanstack/react-router';
import { readChatSearch } from '#web/features/chat/chat-search.ts';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { shellRoute } from './shell.route.ts';

const chatRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/chat',
  validateSearch: readChatSearch,
  component: lazyPage(() => import('#web/pages/chat/chat-page.tsx'), 'ChatPage'),
});

/** The same page with a conversation in it: the page shows it by itself. */
const conversationRoute = createRoute({
  getParentRoute: () => chatRoute,
  path: '$conversationId',
});

export const chatRoutes = [chatRoute.addChildren([conversationRoute])] as const;

import { useSyncExternalStore } from 'react';
import { useLiveFeed } from './live-context.ts';
import type { LiveState } from './live-state.ts';

/** Whether what the page shows is live, and if not, how old it is. */
export function useLiveState(): LiveState {
  const feed = useLiveFeed();
  return useSyncExternalStore(feed.subscribe, feed.state);
}

import { createContext, useContext } from 'react';
import { LiveFeed } from './live-feed.ts';

/** Outside the shell: nothing is ever heard. */
const SILENT = new LiveFeed({
  mandateId: '',
  onChange: () => undefined,
  onWarning: () => undefined,
  onGap: () => undefined,
  mayReconnect: async () => 'stop',
});

export const LiveContext = createContext(SILENT);

export function useLiveFeed(): LiveFeed {
  return useContext(LiveContext);
}

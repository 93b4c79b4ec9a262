import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect, useMemo } from 'react';
import { meQuery } from '#web/features/me/me.query.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { LiveContext } from './live-context.ts';
import { LiveFeed } from './live-feed.ts';
import { paced } from './paced.ts';

/** A balance is read anew at most so often, however fast bookings come. */
const REFRESH_MS = 2_000;
/** A page that nobody sees gives its connection back: a browser has only six to one server. */
const HIDDEN_MS = 60_000;

/** Keeps one stream of a mandate open as long as somebody looks, and what the pages show of it fresh. */
export function LiveProvider({
  mandateId,
  children,
}: {
  readonly mandateId: string;
  readonly children: ReactNode;
}): ReactElement {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { feed, refresh } = useMemo(() => {
    const refresh = paced(
      () => void queryClient.invalidateQueries({ queryKey: ['balance', mandateId] }),
      REFRESH_MS,
    );
    const feed = new LiveFeed({
      mandateId,
      onChange: refresh.call,
      onWarning: () => void queryClient.invalidateQueries({ queryKey: ['warnings', mandateId] }),
      onGap: () => void readAnew(queryClient, mandateId),
      mayReconnect: () => askWhoIAm(queryClient, router),
    });
    return { feed, refresh };
  }, [mandateId, queryClient, router]);
  useEffect(() => {
    const stopWatching = openWhileSeen(feed);
    return () => {
      stopWatching();
      refresh.stop();
    };
  }, [feed, refresh]);
  return <LiveContext value={feed}>{children}</LiveContext>;
}

/** All that is shown of the mandate, but lists in which somebody reads: they say that there is more. */
function readAnew(queryClient: QueryClient, mandateId: string): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey, meta }) => queryKey[1] === mandateId && meta?.keepsItsPlace !== true,
  });
}

async function askWhoIAm(
  queryClient: QueryClient,
  router: ReturnType<typeof useRouter>,
): Promise<'go' | 'wait' | 'stop'> {
  const before = queryClient.getQueryData(meQuery.queryKey);
  try {
    const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0, retry: false });
    // Another role may be why the stream has ended: the pages show what it allows.
    if (me !== before) await router.invalidate();
    return 'go';
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) return 'wait';
    await router.navigate({ to: '/sign-in', search: { to: router.state.location.href } });
    return 'stop';
  }
}

function openWhileSeen(feed: LiveFeed): () => void {
  let hidden: ReturnType<typeof setTimeout> | undefined;
  let isOpen = false;
  const open = () => {
    if (!isOpen) feed.open();
    else feed.hurry();
    isOpen = true;
  };
  const close = () => {
    if (isOpen) feed.close();
    isOpen = false;
  };
  const look = () => {
    clearTimeout(hidden);
    if (document.visibilityState === 'visible') open();
    else hidden = setTimeout(close, HIDDEN_MS);
  };
  look();
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  return () => {
    clearTimeout(hidden);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('online', look);
    close();
  };
}

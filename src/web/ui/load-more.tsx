import { Plural, Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import { ProblemBlock } from './problem-block.tsx';

/** The part of TanStack's `useInfiniteQuery` that it needs. */
interface PagedList {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: unknown;
  readonly fetchNextPage: () => unknown;
}

/** The foot of a list that comes in pages: how much is shown, and the next page. A failed page can be asked for again. */
export function LoadMore({
  list,
  shown,
}: {
  readonly list: PagedList;
  readonly shown: number;
}): ReactElement {
  const loadNext = () => void list.fetchNextPage();
  return (
    <div className="mt-4 flex flex-col items-center gap-3">
      {list.isFetchNextPageError && <ProblemBlock error={list.error} retry={loadNext} />}
      {list.hasNextPage && !list.isFetchNextPageError && (
        <Button isPending={list.isFetchingNextPage} onPress={loadNext}>
          <Trans>Show more</Trans>
        </Button>
      )}
      <p role="status" className="text-muted text-sm">
        {list.hasNextPage ? (
          <Plural value={shown} one="# entry shown" other="# entries shown" />
        ) : (
          <Plural value={shown} one="# entry" other="# entries, all of them" />
        )}
      </p>
    </div>
  );
}

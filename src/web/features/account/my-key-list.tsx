import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { MyKeyRow } from './my-key-row.tsx';
import { type MyKey, myKeysQuery } from './my-keys.query.ts';

const RenameKeyDialog = lazy(async () => ({
  default: (await import('./rename-key-dialog.tsx')).RenameKeyDialog,
}));
const RevokeKeyDialog = lazy(async () => ({
  default: (await import('./revoke-key-dialog.tsx')).RevokeKeyDialog,
}));

/** My keys in this mandate; those that work no longer are greyed. */
export function MyKeyList(): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const list = useInfiniteQuery(myKeysQuery(mandate.id));
  const [asked, setAsked] = useState<{ readonly what: 'rename' | 'revoke'; readonly apiKey: MyKey }>();
  if (list.isPending) return <Skeleton className="h-40" />;
  if (list.isError && !list.data)
    return <ProblemBlock error={list.error} retry={() => void list.refetch()} />;
  const keys = list.data.pages.flatMap(({ apiKeys }) => apiKeys);
  const close = () => setAsked(undefined);
  if (keys.length === 0)
    return (
      <EmptyBlock title={<Trans>No keys yet</Trans>}>
        <Trans>A key lets a program call AI providers, or read your balance, in your name.</Trans>
      </EmptyBlock>
    );
  return (
    <>
      <ul
        aria-label={t`My API keys`}
        className="divide-y divide-line rounded-2xl border border-line bg-surface"
      >
        {keys.map((apiKey) => (
          <MyKeyRow
            key={apiKey.id}
            apiKey={apiKey}
            onRename={() => setAsked({ what: 'rename', apiKey })}
            onRevoke={() => setAsked({ what: 'revoke', apiKey })}
          />
        ))}
      </ul>
      {list.hasNextPage && <LoadMore list={list} shown={keys.length} />}
      <Suspense>
        {asked?.what === 'rename' && <RenameKeyDialog apiKey={asked.apiKey} onClose={close} />}
        {asked?.what === 'revoke' && <RevokeKeyDialog apiKey={asked.apiKey} onClose={close} />}
      </Suspense>
    </>
  );
}

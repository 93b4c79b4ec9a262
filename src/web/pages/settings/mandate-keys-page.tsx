import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { KeyTable } from '#web/features/mandate-keys/key-table.tsx';
import { type MandateKey, mandateKeysQuery } from '#web/features/mandate-keys/mandate-keys.query.ts';
import { RevokeDialog } from '#web/features/mandate-keys/revoke-dialog.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { memberQuery } from '#web/features/members/member.query.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { RemovableChip } from '#web/ui/removable-chip.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** All API keys of a mandate; people make their own under their account. */
export function MandateKeysPage(): ReactElement {
  const { mandate } = useActing();
  const { user } = useSearch({ from: '/shell/settings/billing/settings/api-keys' });
  const list = useInfiniteQuery(mandateKeysQuery(mandate.id, user));
  const [revoked, setRevoked] = useState<MandateKey>();
  const keys = list.data?.pages.flatMap(({ apiKeys }) => apiKeys);
  return (
    <Panel
      title={<Trans>API keys of the mandate</Trans>}
      lead={<Trans>Everybody makes their own under “My API keys”. Here you see all, and can end them.</Trans>}
    >
      {user !== undefined && <OwnerFilter userId={user} />}
      {keys === undefined ? (
        list.error ? (
          <ProblemBlock error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Skeleton className="h-64 w-full" />
        )
      ) : keys.length === 0 ? (
        <EmptyBlock title={<Trans>No API keys</Trans>}>
          <Trans>Nobody has made one yet. Programs need one to call AI through Rappen.</Trans>
        </EmptyBlock>
      ) : (
        <>
          <KeyTable keys={keys} onRevoke={setRevoked} />
          <LoadMore list={list} shown={keys.length} />
        </>
      )}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(undefined)} />}
    </Panel>
  );
}

function OwnerFilter({ userId }: { readonly userId: string }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const navigate = useNavigate({ from: '/billing/settings/api-keys' });
  const owner = useQuery(memberQuery(mandate.id, userId));
  return (
    <div className="mb-4">
      <RemovableChip
        label={t`Owner`}
        value={owner.data?.name ?? userId}
        onRemove={() => void navigate({ search: (old) => ({ ...old, user: undefined }) })}
      />
    </div>
  );
}

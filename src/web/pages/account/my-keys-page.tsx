import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, type ReactElement, Suspense } from 'react';
import { MyKeyList } from '#web/features/account/my-key-list.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const NewKeyDialog = lazy(async () => ({
  default: (await import('#web/features/account/new-key-dialog.tsx')).NewKeyDialog,
}));

const KEYS = 'resource.identity.keys';

export function MyKeysPage(): ReactElement {
  const { mandate, may } = useActing();
  const { dialog } = useSearch({ from: '/shell/account/api-keys' });
  const navigate = useNavigate();
  const show = (shown: 'new' | undefined) =>
    void navigate({ to: '/account/api-keys', search: { dialog: shown }, replace: shown === undefined });
  const mayMake = may(KEYS) && !mandate.isVisited && mandate.status !== 'closed';
  return (
    <>
      <PageHeader
        title={<Trans>My API keys</Trans>}
        lead={
          <Trans>
            For programs that act in your name in {mandate.name}. A key never may more than you, and can be
            narrowed.
          </Trans>
        }
        actions={
          mayMake && (
            <Button look="primary" onPress={() => show('new')}>
              <Plus aria-hidden className="size-4" />
              <Trans>New key</Trans>
            </Button>
          )
        }
      />
      <MyKeys />
      <Suspense>{dialog === 'new' && mayMake && <NewKeyDialog onClose={() => show(undefined)} />}</Suspense>
    </>
  );
}

function MyKeys(): ReactElement {
  const { me, mandate, may } = useActing();
  const [home] = me.mandates;
  if (!may(KEYS)) return <NoPermissionBlock resource={KEYS} />;
  if (mandate.isVisited)
    return (
      <EmptyBlock title={<Trans>You are no member of {mandate.name}</Trans>}>
        <Trans>Keys belong to members. Yours are in {home?.name}.</Trans>
      </EmptyBlock>
    );
  return <MyKeyList />;
}

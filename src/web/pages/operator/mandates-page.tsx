import { Trans } from '@lingui/react/macro';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ReactElement, useCallback } from 'react';
import { MandateList } from '#web/features/mandates/mandate-list.tsx';
import type { MandatesSearch } from '#web/features/mandates/mandates-search.ts';
import { NewMandateDialog } from '#web/features/mandates/new-mandate-dialog.tsx';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** All mandates, those at risk first. */
export function MandatesPage(): ReactElement {
  const search = useSearch({ from: '/shell/admin/mandates' });
  const navigate = useNavigate({ from: '/admin/mandates' });
  const { may } = useOperator();
  const change = useCallback(
    (part: Partial<MandatesSearch>, replace = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <PageHeader
        title={<Trans>Mandates</Trans>}
        lead={
          <Trans>What each can spend, how long it lasts, and what it earns. Days of Europe/Zurich.</Trans>
        }
        actions={
          <>
            {may('resource.identity.mandates') && (
              <Link
                to="/admin/mandates"
                search={(old) => ({ ...old, dialog: 'new' })}
                className={buttonClass('primary')}
              >
                <Plus aria-hidden className="size-4" />
                <Trans>New mandate</Trans>
              </Link>
            )}
            <CopyLinkButton />
          </>
        }
      />
      <OperatorOnly resource="resource.billing.overview">
        <MandateList search={search} onChange={change} />
      </OperatorOnly>
      {search.dialog === 'new' && may('resource.identity.mandates') && (
        <NewMandateDialog
          onClose={() => change({ dialog: undefined }, true)}
          onCreated={(mandateId) =>
            void navigate({ to: '/admin/mandates/$mandateId', params: { mandateId }, replace: true })
          }
        />
      )}
    </>
  );
}

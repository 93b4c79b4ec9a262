import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { readAutomationsSearch } from '#web/features/automations/automations-search.ts';
import { AutomationList } from '#web/features/automations/list/automation-list.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { FindField } from '#web/ui/find-field.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { SelectField } from '#web/ui/select-field.tsx';

const RESOURCE = 'resource.workflows.automations';

/** What asks models by itself. */
export function AutomationsPage(): ReactElement {
  const { t } = useLingui();
  const { may } = useActing();
  const search = readAutomationsSearch(useSearch({ from: '/shell/automations' }));
  const navigate = useNavigate();
  const change = (changed: typeof search) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...changed }), replace: true });
  if (!may(RESOURCE))
    return (
      <>
        <PageHeader title={<Trans>Automations</Trans>} />
        <NoPermissionBlock resource={RESOURCE} />
      </>
    );
  return (
    <>
      <PageHeader
        title={<Trans>Automations</Trans>}
        lead={<Trans>They ask models by themselves, in the name of their owners, within their limits.</Trans>}
        actions={
          <>
            <CopyLinkButton />
            <Link to="/automations/new" className={buttonClass('primary')}>
              <Trans>New automation</Trans>
            </Link>
          </>
        }
      />
      <div className="mb-4 grid max-w-xl gap-4 sm:grid-cols-2">
        <FindField
          label={t`Find by name`}
          value={search.q ?? ''}
          onChange={(q) => change({ q: q || undefined })}
        />
        <SelectField
          label={<Trans>Status</Trans>}
          choices={[
            { value: 'all', label: t`all` },
            { value: 'active', label: t`active` },
            { value: 'paused', label: t`paused` },
          ]}
          value={search.status ?? 'all'}
          onChange={(status) => change({ status: status === 'all' ? undefined : status })}
        />
      </div>
      <AutomationList search={search} />
    </>
  );
}

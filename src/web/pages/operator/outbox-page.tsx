import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { MailDrawer } from '#web/features/outbox/mail-drawer.tsx';
import { MailList } from '#web/features/outbox/mail-list.tsx';
import { MAIL_STATES, type OutboxSearch } from '#web/features/outbox/outbox-search.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { SelectField } from '#web/ui/select-field.tsx';

const ALL = 'all';

/** Every mail that Rappen sends, or keeps where no mail server is set up. */
export function OutboxPage(): ReactElement {
  const { t } = useLingui();
  const search = useSearch({ from: '/shell/admin/outbox' });
  const navigate = useNavigate({ from: '/admin/outbox' });
  const change = (part: Partial<OutboxSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  const texts = {
    waiting: { label: t`Waiting`, hint: t`Will be sent.` },
    kept: { label: t`Kept`, hint: t`No mail server is set up: read it here.` },
    sent: { label: t`Sent` },
    failed: { label: t`Failed`, hint: t`Given up after many tries.` },
    bounced: { label: t`Bounced`, hint: t`Refused by the recipient's mail server.` },
  };
  return (
    <>
      <PageHeader
        title={<Trans>Outbox</Trans>}
        lead={
          <Trans>Every mail, the newest first. Without a mail server they are kept here to be read.</Trans>
        }
        actions={<CopyLinkButton />}
      />
      <OperatorOnly resource="resource.operation.outbox">
        <div className="mb-6 sm:max-w-56">
          <SelectField
            label={t`State`}
            choices={[
              { value: ALL, label: t`All` },
              ...MAIL_STATES.map((value) => ({ value, ...texts[value] })),
            ]}
            value={search.state ?? ALL}
            onChange={(value) => change({ state: MAIL_STATES.find((state) => state === value) })}
          />
        </div>
        <MailList search={search} />
        {search.mail !== undefined && (
          <MailDrawer
            key={search.mail}
            mailId={search.mail}
            search={search}
            onClose={() => change({ mail: undefined }, true)}
          />
        )}
      </OperatorOnly>
    </>
  );
}

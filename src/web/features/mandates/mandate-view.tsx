import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { CopyButton, CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { CreditList } from '../credit/credit-list.tsx';
import { useOperator } from '../operator/use-operator.ts';
import { LatestBookings } from './latest-bookings.tsx';
import { MandateActions } from './mandate-actions.tsx';
import type { MandateDetail } from './mandate-detail.query.ts';
import { MandateDialogs } from './mandate-dialogs.tsx';
import { MandateFiguresPanel } from './mandate-figures.tsx';
import { MandateLinks } from './mandate-links.tsx';
import { MODEL_WORDS, STATUS_WORDS } from './mandate-words.ts';
import { PastUsage } from './past-usage.tsx';

/** All of one mandate that the operator works with. */
export function MandateView({ mandate }: { readonly mandate: MandateDetail }): ReactElement {
  const search = useSearch({ from: '/shell/admin/mandates/$mandateId' });
  const navigate = useNavigate({ from: '/admin/mandates/$mandateId' });
  const { may } = useOperator();
  const mayCredit = may('resource.billing.credit');
  // What a closed dialog was about stays behind it; Back leads to where one was before.
  const close = () => void navigate({ search: {}, replace: true, resetScroll: false });
  return (
    <>
      <PageHeader
        title={mandate.name}
        lead={<Lead mandate={mandate} />}
        actions={
          <>
            <MandateActions
              mandate={mandate}
              mayCredit={mayCredit}
              mayChange={may('resource.identity.mandates')}
              onOpen={(dialog) => void navigate({ search: { dialog }, resetScroll: false })}
            />
            <CopyLinkButton />
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <MandateLinks mandateId={mandate.id} />
        <MandateFiguresPanel mandate={mandate} />
        <CreditList
          mandateId={mandate.id}
          withWallets={mandate.billingModel === 'prepaid_user'}
          mayRefund={mayCredit}
        />
        <LatestBookings mandateId={mandate.id} />
        <PastUsage mandateId={mandate.id} />
      </div>
      <MandateDialogs mandate={mandate} search={search} onClose={close} />
    </>
  );
}

function Lead({ mandate }: { readonly mandate: MandateDetail }): ReactElement {
  const { t } = useLingui();
  const { text, tone } = STATUS_WORDS[mandate.status];
  const since = timeText(mandate.createdAt);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <Badge tone={tone}>{t(text)}</Badge>
      <span>{t(MODEL_WORDS[mandate.billingModel])}</span>
      <span>
        <Trans>since {since}</Trans>
      </span>
      <span className="inline-flex items-center">
        <code className="break-all">{mandate.id}</code>
        <CopyButton text={mandate.id} label={t`Copy the mandate’s id`} />
      </span>
    </span>
  );
}

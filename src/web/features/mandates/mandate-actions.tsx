import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/ui/button.tsx';
import { MenuButton, MenuEntry } from '#web/ui/menu-button.tsx';
import type { MandateDetail } from './mandate-detail.query.ts';
import type { MandateDialog } from './mandate-search.ts';

/** What can be done with a mandate; each leads to a dialog with an address. Money first, the rest in a menu. */
export function MandateActions({
  mandate,
  mayCredit,
  mayChange,
  onOpen,
}: {
  readonly mandate: MandateDetail;
  readonly mayCredit: boolean;
  readonly mayChange: boolean;
  readonly onOpen: (dialog: MandateDialog) => void;
}): ReactElement {
  const { t } = useLingui();
  const { billingModel, status, isRoot } = mandate;
  const isClosed = status === 'closed';
  return (
    <>
      {mayCredit && !isClosed && (
        <DialogLink
          mandateId={mandate.id}
          dialog={billingModel === 'postpaid' ? 'payment' : 'top-up'}
          isPrimary
        />
      )}
      {mayCredit && isClosed && billingModel === 'postpaid' && (
        <DialogLink mandateId={mandate.id} dialog="payment" />
      )}
      {mayCredit && <DialogLink mandateId={mandate.id} dialog="adjustment" />}
      {mayCredit && <DialogLink mandateId={mandate.id} dialog="refund" />}
      <MenuButton
        label={t`More`}
        button={<Ellipsis aria-hidden className="size-5" />}
        className={buttonClass('secondary')}
      >
        {mayCredit && billingModel === 'postpaid' && !isClosed && (
          <MenuEntry text={t`Top up`} onAction={() => onOpen('top-up')} />
        )}
        {billingModel === 'prepaid_user' && (
          <MenuEntry text={t`Transfer credit`} onAction={() => onOpen('transfer')} />
        )}
        <MenuEntry text={t`Rename`} onAction={() => onOpen('rename')} isDisabled={!mayChange} isApart />
        {status === 'active' && !isRoot && (
          <MenuEntry text={t`Suspend`} onAction={() => onOpen('suspend')} isDisabled={!mayChange} />
        )}
        {status !== 'active' && (
          <MenuEntry text={t`Activate`} onAction={() => onOpen('activate')} isDisabled={!mayChange} />
        )}
        {!isClosed && !isRoot && (
          <MenuEntry text={t`Close the mandate`} onAction={() => onOpen('close')} isDisabled={!mayChange} />
        )}
      </MenuButton>
    </>
  );
}

function DialogLink({
  mandateId,
  dialog,
  isPrimary = false,
}: {
  readonly mandateId: string;
  readonly dialog: 'top-up' | 'payment' | 'adjustment' | 'refund';
  readonly isPrimary?: boolean;
}): ReactElement {
  return (
    <Link
      to="/admin/mandates/$mandateId"
      params={{ mandateId }}
      search={{ dialog }}
      resetScroll={false}
      className={buttonClass(isPrimary ? 'primary' : 'secondary')}
    >
      {dialog === 'top-up' && <Trans>Top up</Trans>}
      {dialog === 'payment' && <Trans>Book a payment</Trans>}
      {dialog === 'adjustment' && <Trans>Adjust</Trans>}
      {dialog === 'refund' && <Trans>Refund</Trans>}
    </Link>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import type { MandateDetail } from '../mandates/mandate-detail.query.ts';
import type { MandateSearch } from '../mandates/mandate-search.ts';
import { AdjustmentForm } from './adjustment-form.tsx';
import { PaymentForm } from './payment-form.tsx';
import type { PostingFormProps } from './posting-props.ts';
import { RefundForm } from './refund-form.tsx';
import type { PostingKind, PostingResult } from './send-posting.ts';
import { TopUpForm } from './top-up-form.tsx';
import { TransferForm } from './transfer-form.tsx';
import { usePosting } from './use-posting.ts';
import { walletOwnersQuery } from './wallet-owners.query.ts';

const FORMS: Readonly<Record<PostingKind, (props: PostingFormProps) => ReactElement>> = {
  'top-up': TopUpForm,
  payment: PaymentForm,
  adjustment: AdjustmentForm,
  refund: RefundForm,
  transfer: TransferForm,
};

interface PostingDialogProps {
  readonly kind: PostingKind;
  readonly mandate: MandateDetail;
  readonly search: MandateSearch;
  readonly onClose: () => void;
}

/** Money that the operator moves by hand, in a dialog that closes when it is booked. */
export function PostingDialog(props: PostingDialogProps): ReactElement {
  return (
    <DialogFrame
      title={<Title kind={props.kind} name={props.mandate.name} />}
      isOpen
      isImportant
      onClose={props.onClose}
      actions={<CopyLinkButton />}
    >
      <Body {...props} />
    </DialogFrame>
  );
}

/** One of it for each time that the dialog is opened: one idempotency key, one booking. */
function Body({ kind, mandate, search, onClose }: PostingDialogProps): ReactElement {
  const owners = useQuery(walletOwnersQuery(mandate.id));
  const { t } = useLingui();
  const bookedText = useBookedText();
  const steps = usePosting(mandate.id, (result) => {
    notify(bookedText(result));
    onClose();
  });
  const ownerOf = (userId: string) =>
    owners.data?.find((owner) => owner.userId === userId)?.name ?? t`a former user`;
  const Form = FORMS[kind];
  return <Form mandate={mandate} search={search} steps={steps} ownerOf={ownerOf} />;
}

function useBookedText(): (result: PostingResult) => string {
  const { t } = useLingui();
  return (result) => {
    const amount = moneyText(nanoOf(result.amountChf));
    if ('from' in result) return t`${amount} transferred.`;
    const balance = moneyText(nanoOf(result.balanceAfterChf));
    return t`${amount} booked. The balance is now ${balance}.`;
  };
}

function Title({ kind, name }: { readonly kind: PostingKind; readonly name: string }): ReactElement {
  switch (kind) {
    case 'top-up':
      return <Trans>Top up {name}</Trans>;
    case 'payment':
      return <Trans>Book a payment of {name}</Trans>;
    case 'adjustment':
      return <Trans>Adjust the balance of {name}</Trans>;
    case 'refund':
      return <Trans>Refund to {name}</Trans>;
    case 'transfer':
      return <Trans>Transfer credit in {name}</Trans>;
  }
}

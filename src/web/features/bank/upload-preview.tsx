import { Plural, Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ibanText } from '#kernel/iban.ts';
import { Button } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { ShownHeading } from '../two-steps/shown-heading.tsx';
import type { Upload } from './bank-calls.ts';
import { CountBadges } from './count-badges.tsx';
import { PaymentTable } from './payment-table.tsx';

/** What would be booked, with the sums of the file; or that it is known already. */
export function UploadPreview(props: {
  readonly upload: Upload;
  readonly isSending: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { upload } = props;
  const { name, isNew, counts, shown, payments, statements } = upload;
  return (
    <div className="flex flex-col gap-4 border-line border-t pt-4">
      <ShownHeading>
        {isNew ? <Trans>What {name} would do</Trans> : <Trans>{name} was uploaded before</Trans>}
      </ShownHeading>
      <ul className="flex flex-col gap-1 text-sm">
        {statements.map(({ iban, entries, creditSum, debitSum }) => (
          <li key={iban} className="figures flex flex-wrap gap-x-4">
            <span>{ibanText(iban)}</span>
            <span>
              <Plural value={entries} one="# entry" other="# entries" />
            </span>
            <span>
              <Trans>
                in <Money chf={creditSum} />, out <Money chf={debitSum} />
              </Trans>
            </span>
          </li>
        ))}
      </ul>
      <CountBadges counts={counts} />
      <PaymentTable rows={shown} rowKey={({ position }) => String(position)} />
      {payments > shown.length && (
        <p className="text-muted text-sm">
          <Trans>
            The first {shown.length} of {payments} payments.
          </Trans>
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={props.onCancel} isDisabled={props.isSending}>
          {isNew ? <Trans>Cancel</Trans> : <Trans>Close</Trans>}
        </Button>
        {isNew && (
          <Button look="primary" isPending={props.isSending} onPress={props.onConfirm}>
            <Trans>Book the file</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { isQrIban, parseIban } from '#kernel/iban.ts';
import { FormText } from '../two-steps/form-text.tsx';
import type { LetterHeadValues } from './letter-head-values.ts';

/** How to reach the operator, and the accounts that customers pay into. */
export function AccountFields({
  control,
  refusedOf,
}: {
  readonly control: Control<LetterHeadValues>;
  readonly refusedOf: (field: string) => string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const checkIban = (wantsQr: boolean) => (typed: string) => {
    if (typed.trim() === '') return true;
    const iban = parseIban(typed);
    if (iban === undefined) return t`A digit is wrong, or one is missing: the check digits do not fit.`;
    if (isQrIban(iban) === wantsQr) return true;
    return wantsQr ? t`This is no QR-IBAN.` : t`This is a QR-IBAN: it belongs into the other field.`;
  };
  const text = (name: keyof LetterHeadValues) => ({ control, name, refused: refusedOf(name) });
  return (
    <div className="mt-4 grid items-start gap-4 sm:grid-cols-2">
      <FormText {...text('phone')} label={<Trans>Phone</Trans>} maxLength={40} />
      <FormText {...text('website')} label={<Trans>Website</Trans>} maxLength={100} />
      <FormText
        {...text('iban')}
        label={<Trans>IBAN</Trans>}
        hint={<Trans>For payments with a reference of the kind RF, or without one.</Trans>}
        maxLength={60}
        rules={{ validate: checkIban(false) }}
      />
      <FormText
        {...text('qrIban')}
        label={<Trans>QR-IBAN</Trans>}
        hint={<Trans>From the bank, for QR-bills with a reference of 27 digits.</Trans>}
        maxLength={60}
        rules={{ validate: checkIban(true) }}
      />
    </div>
  );
}

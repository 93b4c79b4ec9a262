import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import { type Control, Controller } from 'react-hook-form';
import { TextField } from '#web/ui/text-field.tsx';
import { uidLine } from './address-lines.ts';
import type { AddressValues } from './address-values.ts';
import { uidFeedback } from './uid-feedback.ts';

/** The enterprise number; its check digit is checked while it is typed. */
export function UidField({
  control,
  refused,
}: {
  readonly control: Control<AddressValues>;
  readonly refused?: string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const problemOf = (typed: string): string | undefined => {
    const { kind } = uidFeedback(typed);
    if (kind === 'wrong_digit')
      return t`A digit is wrong: the last one does not fit the others. Compare it with the UID register.`;
    return kind === 'wrong_form' ? t`A UID looks like this: CHE-109.322.551` : undefined;
  };
  const check = (typed: string): true | string =>
    uidFeedback(typed).kind === 'unfinished'
      ? t`The UID is not complete: it has nine digits.`
      : (problemOf(typed) ?? true);
  return (
    <Controller
      control={control}
      name="uid"
      rules={{ validate: check }}
      render={({ field, fieldState }) => (
        <div className="flex flex-col gap-1">
          <TextField
            label={<Trans>UID</Trans>}
            hint={<Trans>Optional. With MWST, TVA or IVA behind it if the company pays VAT.</Trans>}
            placeholder="CHE-123.456.789 MWST"
            autoComplete="off"
            maxLength={40}
            error={problemOf(field.value) ?? fieldState.error?.message ?? refused}
            name={field.name}
            value={field.value}
            onChange={field.onChange}
            onBlur={() => {
              // As it will stand on the invoice.
              field.onChange(uidLine(field.value) ?? field.value);
              field.onBlur();
            }}
          />
          <UidVerdict typed={field.value} />
        </div>
      )}
    />
  );
}

function UidVerdict({ typed }: { readonly typed: string }): ReactElement {
  const feedback = uidFeedback(typed);
  return (
    <p role="status" className="min-h-6 text-sm">
      {feedback.kind === 'right' && (
        <span className="flex items-center gap-1.5 text-good">
          <CircleCheck aria-hidden className="size-4 shrink-0" />
          {feedback.uid.vatSuffix === undefined ? (
            <Trans>The check digit is right. Without MWST behind it: no VAT number.</Trans>
          ) : (
            <Trans>The check digit is right. It is a VAT number.</Trans>
          )}
        </span>
      )}
    </p>
  );
}

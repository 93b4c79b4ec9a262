import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { type Control, Controller } from 'react-hook-form';
import { isEmail } from '#web/lib/email-text.ts';
import { SearchChoiceField } from '#web/ui/search-choice-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import type { AddressValues } from './address-values.ts';
import { UidField } from './uid-field.tsx';
import { useCountries } from './use-countries.ts';

/** Four digits in Switzerland and Liechtenstein, which share one system. */
const SWISS_POSTCODE = /^[1-9]\d{3}$/;

export function AddressFields({
  control,
  refusedOf,
  hasContact = true,
  emailLabel = <Trans>E-mail for invoices</Trans>,
}: {
  readonly control: Control<AddressValues>;
  /** Whether a person or a department can be named. */
  readonly hasContact?: boolean;
  readonly emailLabel?: ReactNode;
  readonly refusedOf: (field: string) => string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const countries = useCountries();
  const checkPostcode = (typed: string, { country }: AddressValues): true | string => {
    if (typed.trim() === '') return t`Enter the postcode.`;
    const isSwiss = country === 'CH' || country === 'LI';
    return !isSwiss || SWISS_POSTCODE.test(typed.trim()) || t`Four digits, in this country.`;
  };
  const text = (name: keyof AddressValues) => ({ control, name, refused: refusedOf(name) });
  return (
    <div className="grid grid-cols-6 items-start gap-4">
      <div className="col-span-6">
        <FormText
          {...text('company')}
          label={<Trans>Company</Trans>}
          maxLength={70}
          rules={{ validate: (typed: string) => typed.trim() !== '' || t`Enter the company.` }}
        />
      </div>
      {hasContact && (
        <div className="col-span-6">
          <FormText
            {...text('contact')}
            label={<Trans>Person or department</Trans>}
            hint={<Trans>Optional</Trans>}
            maxLength={70}
          />
        </div>
      )}
      <div className="col-span-4">
        <FormText {...text('street')} label={<Trans>Street</Trans>} maxLength={70} />
      </div>
      <div className="col-span-2">
        <FormText {...text('houseNumber')} label={<Trans>Number</Trans>} maxLength={16} />
      </div>
      <div className="col-span-2">
        <FormText
          {...text('postcode')}
          label={<Trans>Postcode</Trans>}
          maxLength={16}
          rules={{ validate: checkPostcode }}
        />
      </div>
      <div className="col-span-4">
        <FormText
          {...text('town')}
          label={<Trans>Town</Trans>}
          maxLength={35}
          rules={{ validate: (typed: string) => typed.trim() !== '' || t`Enter the town.` }}
        />
      </div>
      <div className="col-span-6">
        <Controller
          control={control}
          name="country"
          render={({ field }) => (
            <SearchChoiceField
              label={t`Country`}
              choices={countries}
              value={field.value}
              onChange={field.onChange}
              error={refusedOf('country')}
            />
          )}
        />
      </div>
      <div className="col-span-6">
        <FormText
          {...text('email')}
          label={emailLabel}
          hint={<Trans>Optional</Trans>}
          maxLength={254}
          rules={{
            validate: (typed: string) =>
              typed.trim() === '' || isEmail(typed.trim()) || t`This is no e-mail address.`,
          }}
        />
      </div>
      <div className="col-span-6">
        <UidField control={control} refused={refusedOf('uid')} />
      </div>
    </div>
  );
}

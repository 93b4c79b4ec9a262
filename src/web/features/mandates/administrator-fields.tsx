import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { type Control, Controller, useWatch } from 'react-hook-form';
import { LANGUAGES } from '#kernel/language.ts';
import { LANGUAGE_NAMES } from '#web/lib/language/page-language.ts';
import { SelectField } from '#web/ui/select-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import type { NewMandateValues } from './new-mandate-dialog.tsx';

/** Who gets the link to set a password, and invites the others; can be left for later. */
export function AdministratorFields({
  control,
  refused,
}: {
  readonly control: Control<NewMandateValues>;
  readonly refused: (field: string) => string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const isNamed = useWatch({ control, name: 'email' }).trim() !== '';
  const checkMail = (typed: string): true | string =>
    typed.trim() === '' || /^\S+@\S+\.\S+$/.test(typed.trim()) || t`Enter an e-mail address.`;
  return (
    <fieldset className="flex flex-col gap-4 rounded-xl border border-line p-4">
      <legend className="px-1 font-medium text-sm">
        <Trans>First administrator</Trans>
      </legend>
      <FormText
        control={control}
        name="email"
        type="email"
        label={<Trans>E-mail address</Trans>}
        hint={<Trans>Optional. A link to set a password is mailed there.</Trans>}
        maxLength={254}
        rules={{ validate: checkMail }}
        refused={refused('administrator.email')}
      />
      {isNamed && (
        <>
          <FormText
            control={control}
            name="personName"
            label={<Trans>Name</Trans>}
            hint={<Trans>Optional. Otherwise what stands before the @.</Trans>}
            maxLength={200}
            refused={refused('administrator.name')}
          />
          <Controller
            control={control}
            name="language"
            render={({ field }) => (
              <SelectField
                label={<Trans>Language of the invitation</Trans>}
                choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
        </>
      )}
    </fieldset>
  );
}

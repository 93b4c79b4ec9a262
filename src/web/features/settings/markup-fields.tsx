import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { type Control, Controller, useWatch } from 'react-hook-form';
import { providerName } from '#kernel/provider-name.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { rolesQuery } from '#web/features/roles/roles.query.ts';
import { SwitchField } from '#web/ui/switch-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import { percentOf } from './percent-text.ts';
import type { SettingsValues } from './settings-values.ts';

/** The markup on list prices: the usual one, one of the mandate's own, or one for a single provider. */
export function MarkupFields({
  control,
  refusedOf,
}: {
  readonly control: Control<SettingsValues>;
  readonly refusedOf: (field: string) => string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const roles = useQuery(rolesQuery(mandate.id));
  const [isMarkupOwn, providerMarkup] = useWatch({ control, name: ['isMarkupOwn', 'providerMarkup'] });
  const offered = roles.data?.offered.map(({ provider }) => provider) ?? [];
  const providers = [...new Set([...offered, ...Object.keys(providerMarkup)])];
  const wrong = t`Enter a percentage from 0 to 10000.`;
  return (
    <div className="mt-5 flex flex-col gap-3 border-line border-t pt-5">
      <Controller
        control={control}
        name="isMarkupOwn"
        render={({ field }) => (
          <SwitchField
            label={<Trans>A markup of its own</Trans>}
            hint={<Trans>Off: the usual markup of this Rappen.</Trans>}
            isSelected={field.value}
            onChange={field.onChange}
          />
        )}
      />
      {isMarkupOwn && (
        <div className="max-w-44 sm:ml-13">
          <FormText
            control={control}
            name="markup"
            label={<Trans>Markup</Trans>}
            end="%"
            inputMode="decimal"
            maxLength={10}
            rules={{
              validate: (typed: string, values) =>
                !values.isMarkupOwn || percentOf(typed) !== undefined || wrong,
            }}
            refused={refusedOf('terms.markupPercent')}
          />
        </div>
      )}
      <fieldset className="mt-2">
        <legend className="mb-2 font-medium text-sm">
          <Trans>Other markup for a provider; empty: as above</Trans>
        </legend>
        <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
          {providers.map((provider) => (
            <FormText
              key={provider}
              control={control}
              name={`providerMarkup.${provider}`}
              label={providerName(provider)}
              end="%"
              inputMode="decimal"
              maxLength={10}
              rules={{
                validate: (typed: string | undefined) =>
                  typed === undefined || typed.trim() === '' || percentOf(typed) !== undefined || wrong,
              }}
              refused={refusedOf(`terms.providerMarkupPercent.${provider}`)}
            />
          ))}
        </div>
      </fieldset>
    </div>
  );
}

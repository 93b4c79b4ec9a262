import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { type Control, Controller, useWatch } from 'react-hook-form';
import { DEFAULT_WARNING_CHF, DEFAULT_WARNING_DAYS } from '#billing/settings/warning-default.contract.ts';
import { parseChf } from '#kernel/money.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { SwitchField } from '#web/ui/switch-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import { MeaningText } from './meaning-text.tsx';
import { wholeNumberOf } from './percent-text.ts';
import type { SettingsValues } from './settings-values.ts';
import { useStanding } from './use-standing.ts';
import { meaningOfAmount, meaningOfDays, meaningOfShare } from './warning-meaning.ts';

type On = 'isAmountOn' | 'isShareOn' | 'areDaysOn';

interface Part {
  readonly control: Control<SettingsValues>;
  readonly refusedOf: (field: string) => string | undefined;
}

/** When Rappen warns: by what is left, by its share of the newest top-up, by how long it lasts. Each can be off. */
export function WarningFields(part: Part): ReactElement {
  const { control } = part;
  const [isAmountOn, isShareOn, areDaysOn, model] = useWatch({
    control,
    name: ['isAmountOn', 'isShareOn', 'areDaysOn', 'billingModel'],
  });
  return (
    <Panel
      title={<Trans>Warnings</Trans>}
      lead={<Trans>By e-mail to the recipients below, once each time that a line is crossed.</Trans>}
    >
      <div className="flex flex-col gap-5">
        <AmountWarning {...part} isOn={isAmountOn} />
        <ShareWarning {...part} isOn={isShareOn} />
        <DaysWarning {...part} isOn={areDaysOn} />
        {!isAmountOn && !isShareOn && !areDaysOn && <AllOff />}
        {model === 'prepaid_user' && (
          <p className="text-muted text-sm">
            <Trans>
              An amount and a number of days count for the wallet of each user, too. What stands beside them
              is about the pool.
            </Trans>
          </p>
        )}
      </div>
    </Panel>
  );
}

function AmountWarning({ control, refusedOf, isOn }: Part & { readonly isOn: boolean }): ReactElement {
  const { t } = useLingui();
  const standing = useStanding();
  const amount = parseChf(amountOf(useWatch({ control, name: 'amount' })) ?? '');
  const check = (typed: string, { isAmountOn }: SettingsValues): true | string => {
    if (!isAmountOn) return true;
    const read = parseChf(amountOf(typed) ?? '');
    return (read !== undefined && read >= 0n) || t`Enter an amount such as 1'234.50.`;
  };
  return (
    <Warning
      control={control}
      name="isAmountOn"
      isOn={isOn}
      label={<Trans>When little is left</Trans>}
      meaning={amount !== undefined && <MeaningText meaning={meaningOfAmount(amount, standing)} />}
    >
      <FormText
        control={control}
        name="amount"
        label={<Trans>Less than, in francs</Trans>}
        end="CHF"
        inputMode="decimal"
        maxLength={30}
        rules={{ validate: check }}
        refused={refusedOf('warnings.belowChf')}
      />
    </Warning>
  );
}

function ShareWarning({ control, refusedOf, isOn }: Part & { readonly isOn: boolean }): ReactElement {
  const { t } = useLingui();
  const standing = useStanding();
  const percent = wholeNumberOf(useWatch({ control, name: 'share' }), 1, 99);
  const check = (typed: string, { isShareOn }: SettingsValues): true | string =>
    !isShareOn || wholeNumberOf(typed, 1, 99) !== undefined || t`Enter a whole number from 1 to 99.`;
  return (
    <Warning
      control={control}
      name="isShareOn"
      isOn={isOn}
      label={<Trans>When little is left of the newest top-up</Trans>}
      meaning={percent !== undefined && <MeaningText meaning={meaningOfShare(percent, standing)} />}
    >
      <FormText
        control={control}
        name="share"
        label={<Trans>Less than, in per cent</Trans>}
        end="%"
        inputMode="numeric"
        maxLength={4}
        rules={{ validate: check }}
        refused={refusedOf('warnings.belowPercent')}
      />
    </Warning>
  );
}

function DaysWarning({ control, refusedOf, isOn }: Part & { readonly isOn: boolean }): ReactElement {
  const { t } = useLingui();
  const standing = useStanding();
  const days = wholeNumberOf(useWatch({ control, name: 'days' }), 1, 365);
  const check = (typed: string, { areDaysOn }: SettingsValues): true | string =>
    !areDaysOn || wholeNumberOf(typed, 1, 365) !== undefined || t`Enter a whole number from 1 to 365.`;
  return (
    <Warning
      control={control}
      name="areDaysOn"
      isOn={isOn}
      label={<Trans>When it does not last long any more</Trans>}
      meaning={days !== undefined && <MeaningText meaning={meaningOfDays(days, standing)} />}
    >
      <FormText
        control={control}
        name="days"
        label={<Trans>Less than, in days</Trans>}
        end={t`days`}
        inputMode="numeric"
        maxLength={4}
        rules={{ validate: check }}
        refused={refusedOf('warnings.daysLeft')}
      />
    </Warning>
  );
}

/** A switch, and below it, while it is on, where the line is and what that means now. */
function Warning(props: {
  readonly control: Control<SettingsValues>;
  readonly name: On;
  readonly isOn: boolean;
  readonly label: ReactNode;
  readonly meaning: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="flex flex-col gap-2">
      <Controller
        control={props.control}
        name={props.name}
        render={({ field }) => (
          <SwitchField label={props.label} isSelected={field.value} onChange={field.onChange} />
        )}
      />
      {props.isOn && (
        <div className="grid items-start gap-x-4 gap-y-1 sm:ml-13 sm:grid-cols-[11rem_1fr]">
          {props.children}
          <p role="status" className="text-muted text-sm sm:pt-8">
            {props.meaning}
          </p>
        </div>
      )}
    </div>
  );
}

function AllOff(): ReactElement {
  return (
    <p className="rounded-lg bg-warn-soft px-3 py-2 text-warn">
      <Trans>
        All three are off. Then Rappen warns below CHF {DEFAULT_WARNING_CHF}, or when it lasts less than{' '}
        {DEFAULT_WARNING_DAYS} days.
      </Trans>
    </p>
  );
}

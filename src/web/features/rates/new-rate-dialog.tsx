import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { dayText } from '#kernel/day-text.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { ChangeEffect } from '../price-effect/change-effect.tsx';
import { ConfirmUntil } from '../price-effect/confirm-until.tsx';
import { tomorrowUtc } from '../price-effect/tomorrow.ts';
import { WarningList } from '../price-effect/warning-list.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { ShownHeading } from '../two-steps/shown-heading.tsx';
import { StepButtons } from '../two-steps/step-buttons.tsx';
import { type TwoSteps, useTwoSteps } from '../two-steps/use-two-steps.ts';
import { type RateBody, type RateChange, ratesQuery, sendRate } from './rate.query.ts';
import { readRate } from './read-rate.ts';

type RateSteps = TwoSteps<RateBody, RateChange>;

/** A new exchange rate: the form, its effect on last month, and, confirmed, the rate. */
export function NewRateDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <DialogFrame title={<Trans>New exchange rate</Trans>} isOpen wide isImportant onClose={onClose}>
      <Steps onWritten={onClose} />
    </DialogFrame>
  );
}

function Steps({ onWritten }: { readonly onWritten: () => void }): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { chfPerUsd: '', validFrom: tomorrowUtc(), source: '' } });
  const steps: RateSteps = useTwoSteps({
    send: sendRate,
    onDone: ({ rate }) => {
      const day = dayText(rate.validFrom.slice(0, 10));
      const { chfPerUsd } = rate;
      notify(t`The rate of ${chfPerUsd} is written. It holds from ${day}.`);
      void queryClient.invalidateQueries({ queryKey: ratesQuery.queryKey });
      onWritten();
    },
  });
  if (steps.shown) return <Shown change={steps.shown} steps={steps} />;
  const { control } = form;
  const { problem } = steps;
  const isShownAtField = ['chfPerUsd', 'validFrom', 'source'].includes(fieldOf(problem) ?? '');
  const submit = form.handleSubmit(({ chfPerUsd, validFrom, source }) =>
    steps.show({ chfPerUsd: readRate(chfPerUsd) ?? chfPerUsd, validFrom, source: source.trim() }),
  );
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <FormText
        control={control}
        name="chfPerUsd"
        label={<Trans>CHF for one USD</Trans>}
        hint={<PresentRate />}
        inputMode="decimal"
        maxLength={25}
        autoFocus
        rules={{
          validate: (typed: string) => readRate(typed) !== undefined || t`Enter a rate such as 0.7953.`,
        }}
        refused={fieldProblem(problem, 'chfPerUsd')}
      />
      <FormText
        control={control}
        name="validFrom"
        type="date"
        label={<Trans>Valid from</Trans>}
        hint={<Trans>From 00:00 UTC of this day; tomorrow or later.</Trans>}
        rules={{ required: t`Choose a day.` }}
        refused={fieldProblem(problem, 'validFrom')}
      />
      <FormText
        control={control}
        name="source"
        label={<Trans>Source</Trans>}
        hint={<Trans>Who published it and when. Stands in the audit log as the reason.</Trans>}
        maxLength={1_000}
        rules={{ validate: (typed: string) => typed.trim() !== '' || t`Say where the rate stands.` }}
        refused={fieldProblem(problem, 'source')}
      />
      {problem !== null && problem !== undefined && !isShownAtField && <ProblemBlock error={problem} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={steps.isShowing}>
          <Trans>Show the effect</Trans>
        </Button>
      </div>
    </form>
  );
}

function PresentRate(): ReactElement {
  const rates = useInfiniteQuery(ratesQuery);
  const rate = rates.data?.pages.flatMap((page) => page.rates).find(({ isCurrent }) => isCurrent)?.chfPerUsd;
  return rate === undefined ? <>–</> : <Trans>{rate} holds now.</Trans>;
}

function Shown({ change, steps }: { readonly change: RateChange; readonly steps: RateSteps }): ReactElement {
  const { t } = useLingui();
  const { chfPerUsd, validFrom } = change.rate;
  const day = dayText(validFrom.slice(0, 10));
  return (
    <div className="flex flex-col gap-5">
      <ShownHeading>
        <Trans>
          From {day} on: {chfPerUsd} CHF for one USD
        </Trans>
      </ShownHeading>
      <WarningList
        lines={change.warnings.map(({ kind }) => ({
          id: kind,
          text: t`It differs by a tenth or more from the rate that it follows.`,
        }))}
      />
      {change.effect && <ChangeEffect effect={change.effect} />}
      <ConfirmUntil until={change.confirmUntil} />
      <StepButtons steps={steps} confirmText={<Trans>Write this rate</Trans>} />
    </div>
  );
}

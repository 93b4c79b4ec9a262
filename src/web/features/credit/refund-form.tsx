import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { moneyText } from '#kernel/money-text.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { timeText } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { AmountInput } from './amount-input.tsx';
import { type Credit, creditsQuery } from './credits.query.ts';
import { PostingForm } from './posting-form.tsx';
import type { PostingFormProps } from './posting-props.ts';
import { ReasonField } from './reason-field.tsx';

/** Pays back of a top-up at most what is left of it. */
export function RefundForm(props: PostingFormProps): ReactElement {
  const credits = useInfiniteQuery(creditsQuery(props.mandate.id));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = credits;
  // A select must have all that can be chosen; top-ups are few.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (credits.isPending) return <Skeleton className="h-[19.1rem] w-full" />;
  if (credits.data === undefined)
    return <ProblemBlock error={credits.error} retry={() => void credits.refetch()} />;
  const refundable = credits.data.pages
    .flatMap((page) => page.credits)
    .filter(({ leftChf }) => nanoOf(leftChf) > 0n);
  if (refundable.length === 0 && props.steps.shown === undefined)
    return (
      <EmptyBlock title={<Trans>Nothing to refund</Trans>}>
        <Trans>No top-up of this mandate has anything left of it.</Trans>
      </EmptyBlock>
    );
  return <Fields {...props} refundable={refundable} />;
}

function Fields({
  search,
  steps,
  ownerOf,
  refundable,
}: PostingFormProps & { readonly refundable: readonly Credit[] }): ReactElement {
  const { t } = useLingui();
  const leftText = useLeftText(ownerOf);
  const known = refundable.find(({ transactionId }) => transactionId === search.topUp);
  const only = refundable.length === 1 ? refundable[0] : undefined;
  const form = useForm({
    defaultValues: { topUpId: (known ?? only)?.transactionId ?? '', amount: '', reason: '' },
  });
  const { control } = form;
  const topUpId = useWatch({ control, name: 'topUpId' });
  const left = refundable.find(({ transactionId }) => transactionId === topUpId)?.leftChf;
  const most = left === undefined ? undefined : moneyText(nanoOf(left), { rounding: 'down' });
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={ownerOf}
      fields={['topUpId', 'amountChf', 'reason']}
      confirmText={<Trans>Book the refund</Trans>}
      toPosting={(values) => ({
        kind: 'refund',
        body: {
          topUpId: values.topUpId,
          amountChf: amountOf(values.amount) ?? values.amount,
          reason: values.reason.trim(),
        },
      })}
    >
      <Controller
        control={control}
        name="topUpId"
        rules={{ required: t`Choose a top-up.` }}
        render={({ field, fieldState }) => (
          <SelectField
            label={<Trans>Top-up</Trans>}
            choices={refundable.map((credit) => ({
              value: credit.transactionId as string,
              label: `${timeText(credit.at)} · ${moneyText(nanoOf(credit.amountChf))}`,
              hint: leftText(credit),
            }))}
            value={field.value === '' ? undefined : field.value}
            onChange={field.onChange}
            placeholder={t`Choose a top-up`}
            error={fieldState.error?.message ?? fieldProblem(steps.problem, 'topUpId')}
          />
        )}
      />
      <AmountInput
        control={control}
        name="amount"
        label={<Trans>Amount to pay back</Trans>}
        {...(most === undefined ? {} : { hint: <Trans>At most {most}, what is left of it.</Trans> })}
        sign="positive"
        most={left === undefined ? undefined : nanoOf(left)}
        refused={fieldProblem(steps.problem, 'amountChf')}
      />
      <ReasonField
        control={control}
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Stands in the booking, for the customer too.</Trans>}
        refused={fieldProblem(steps.problem, 'reason')}
      />
    </PostingForm>
  );
}

/** What is left of a top-up, whose wallet it went to, and what for. */
function useLeftText(ownerOf: PostingFormProps['ownerOf']): (credit: Credit) => string {
  const { t } = useLingui();
  return ({ leftChf, userId, description }) => {
    const left = moneyText(nanoOf(leftChf), { rounding: 'down' });
    const parts = [
      t`${left} left`,
      ...(userId === undefined ? [] : [ownerOf(userId)]),
      ...(description === undefined ? [] : [description]),
    ];
    return parts.join(' · ');
  };
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { parseChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { amountInField, amountOf } from '#web/lib/amount/amount-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { AmountInput } from '../credit/amount-input.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { type LimitSubject, setLimit } from './limit-calls.ts';
import type { Limit } from './limits.query.ts';

/** What a user or a key may spend in a month, with what that would leave now. */
export function LimitForm({
  subject,
  present,
  onMissing,
  onDone,
  onCancel,
  children,
}: {
  /** Undefined: nobody is chosen yet. */
  readonly subject: LimitSubject | undefined;
  /** The limit that holds now. */
  readonly present: Limit | undefined;
  /** It was sent although nobody is chosen. */
  readonly onMissing?: () => void;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  /** Above the amount: whose limit. */
  readonly children?: ReactNode;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { amount: amountInField(present?.monthlyChf) } });
  const { isDirty } = form.formState;
  // Somebody else is chosen: what was typed stays, what only stood there does not.
  useEffect(() => {
    if (!isDirty) form.reset({ amount: amountInField(present?.monthlyChf) });
  }, [present, isDirty, form]);
  const set = useMutation({
    mutationFn: ({ of, typed }: { readonly of: LimitSubject; readonly typed: string }) =>
      setLimit(mandate.id, of, amountOf(typed) ?? typed),
    onSuccess: async (limit) => {
      await queryClient.invalidateQueries();
      notify(t`From now on: at most ${moneyText(nanoOf(limit.monthlyChf))} a month.`);
      onDone();
    },
  });
  const isOfField = fieldOf(set.error) === 'monthlyChf';
  const send = ({ amount }: { readonly amount: string }) =>
    subject ? set.mutate({ of: subject, typed: amount }) : onMissing?.();
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit(send)(event)}
    >
      {children}
      <AmountInput
        control={form.control}
        name="amount"
        label={<Trans>At most, per calendar month</Trans>}
        hint={<Trans>Days and months of Zurich. On the first of the next month it begins anew.</Trans>}
        sign="not-negative"
        autoFocus={subject !== undefined}
        refused={fieldProblem(set.error, 'monthlyChf')}
      />
      <LeftThen typed={useWatch({ control: form.control, name: 'amount' })} present={present} />
      {set.error && !isOfField && <ProblemBlock error={set.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" isPending={set.isPending}>
          <Trans>Set the limit</Trans>
        </Button>
      </div>
    </form>
  );
}

/** What would be left of the new limit, by what is used of the present one. */
function LeftThen({
  typed,
  present,
}: {
  readonly typed: string;
  readonly present: Limit | undefined;
}): ReactElement {
  const monthly = parseChf(amountOf(typed) ?? '');
  const used = present && nanoOf(present.usedChf) + nanoOf(present.heldChf);
  return (
    <p role="status" className="min-h-6 text-sm">
      {monthly === undefined || monthly < 0n ? null : used === undefined ? (
        <Trans>It holds at once, and counts from now on.</Trans>
      ) : monthly - used > 0n ? (
        <Trans>
          Used this month: {moneyText(used)}. Then {moneyText(monthly - used)} would be left.
        </Trans>
      ) : (
        <span className="font-medium text-warn">
          <Trans>Used this month: {moneyText(used)}. Then every call would be refused at once.</Trans>
        </span>
      )}
    </p>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { parseChf } from '#kernel/money.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { amountInField, amountOf } from '#web/lib/amount/amount-text.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { wholeNumberOf } from '../settings/percent-text.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { setWalletWarning, type WatchedWallet } from './wallet-warnings.query.ts';

interface Typed {
  readonly amount: string;
  readonly share: string;
  readonly days: string;
}

/** Lines of a wallet's own; all empty: those of the mandate. */
export function WalletWarningDialog({
  wallet,
  onClose,
}: {
  readonly wallet: WatchedWallet;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const { userId, userName, own } = wallet;
  const form = useForm<Typed>({
    defaultValues: {
      amount: amountInField(own?.belowChf ?? undefined),
      share: own?.belowPercent?.toString() ?? '',
      days: own?.daysLeft?.toString() ?? '',
    },
  });
  const set = useMutation({
    mutationFn: ({ amount, share, days }: Typed) =>
      setWalletWarning(mandate.id, userId, {
        belowChf: amount.trim() === '' ? null : (amountOf(amount) ?? amount),
        belowPercent: wholeNumberOf(share, 1, 99) ?? null,
        daysLeft: wholeNumberOf(days, 1, 365) ?? null,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['wallet-warnings', mandate.id] });
      notify(t`The warnings of ${userName} are set.`);
      onClose();
    },
  });
  const isAmount = (typed: string) => {
    const amount = parseChf(amountOf(typed) ?? '');
    return (
      typed.trim() === '' || (amount !== undefined && amount >= 0n) || t`Enter an amount such as 1'234.50.`
    );
  };
  const isWhole = (most: number) => (typed: string) =>
    typed.trim() === '' ||
    wholeNumberOf(typed, 1, most) !== undefined ||
    t`Enter a whole number from 1 to ${most}.`;
  return (
    <DialogFrame title={<Trans>Warnings of {userName}</Trans>} isOpen isImportant onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void form.handleSubmit((typed) => set.mutate(typed))(event)}
      >
        <p className="text-muted">
          <Trans>Leave all three empty to have this wallet warned of as the mandate is.</Trans>
        </p>
        <FormText
          control={form.control}
          name="amount"
          label={<Trans>Less than, in francs</Trans>}
          end="CHF"
          inputMode="decimal"
          maxLength={30}
          rules={{ validate: isAmount }}
          autoFocus
        />
        <FormText
          control={form.control}
          name="share"
          label={<Trans>Less than, in per cent</Trans>}
          hint={<Trans>Of the newest top-up or transfer into this wallet.</Trans>}
          end="%"
          inputMode="numeric"
          maxLength={4}
          rules={{ validate: isWhole(99) }}
        />
        <FormText
          control={form.control}
          name="days"
          label={<Trans>Less than, in days</Trans>}
          end={t`days`}
          inputMode="numeric"
          maxLength={4}
          rules={{ validate: isWhole(365) }}
        />
        {set.error && <ProblemBlock error={set.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" isPending={set.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

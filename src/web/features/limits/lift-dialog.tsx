import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { liftLimit } from './limit-calls.ts';
import { subjectOf } from './limit-subject.ts';
import type { Limit } from './limits.query.ts';

/** Without the limit only the balance binds, so that is asked first. */
export function LiftDialog({
  limit,
  onClose,
}: {
  readonly limit: Limit;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const name = limit.apiKey?.name ?? limit.user?.name ?? '';
  const lift = useMutation({
    mutationFn: async () => {
      const subject = subjectOf(limit);
      if (subject) await liftLimit(mandate.id, subject);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      notify(t`The limit of ${name} is lifted.`);
      onClose();
    },
  });
  const monthly = moneyText(nanoOf(limit.monthlyChf));
  return (
    <ConfirmDialog
      title={<Trans>Lift the limit of {name}?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Lift the limit</Trans>}
      onConfirm={() => lift.mutate()}
      isPending={lift.isPending}
      error={lift.error}
    >
      {limit.apiKey ? (
        <Trans>
          The key may then spend more than {monthly} in a month: whatever its owner may spend. It holds at
          once.
        </Trans>
      ) : (
        <Trans>
          {name} may then spend more than {monthly} in a month: whatever the balance pays for. It holds at
          once.
        </Trans>
      )}
    </ConfirmDialog>
  );
}

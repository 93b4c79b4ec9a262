import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { deleteAutomation } from '../calls/automation-calls.ts';
import type { Automation } from '../model/automation-types.ts';

export function DeleteAutomationDialog({
  automation: { id, name },
  onClose,
}: {
  readonly automation: Automation;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteAutomation(mandate.id, id),
    onSuccess: async () => {
      notify(t`${name} is deleted.`);
      await navigate({ to: '/automations', ignoreBlocker: true });
      await queryClient.invalidateQueries({ queryKey: ['automations', mandate.id] });
    },
  });
  return (
    <ConfirmDialog
      title={<Trans>Delete {name}?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Delete</Trans>}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      error={remove.error}
    >
      <Trans>It runs no more, and what its runs have made is gone. Their bookings stay.</Trans>
    </ConfirmDialog>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { type MandateKey, revokeMandateKey } from './mandate-keys.query.ts';

/** A key that is revoked never works again: says what stops and what stays. */
export function RevokeDialog({
  apiKey,
  onClose,
}: {
  readonly apiKey: MandateKey;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const { name, last4, user } = apiKey;
  const revoke = useMutation({
    mutationFn: () => revokeMandateKey(mandate.id, apiKey.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      notify(t`The key ${name} is revoked.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={<Trans>Revoke the key {name}?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Revoke</Trans>}
      onConfirm={() => revoke.mutate()}
      isPending={revoke.isPending}
      error={revoke.error}
    >
      <ul className="list-disc pl-5">
        <li>
          <Trans>
            Programs of {user.name} that call with …{last4} are refused within a second.
          </Trans>
        </li>
        <li>
          <Trans>So is every key that this key has issued.</Trans>
        </li>
        <li>
          <Trans>What was booked stays. {user.name} can still sign in, and make a new key.</Trans>
        </li>
        <li>
          <Trans>It cannot be undone.</Trans>
        </li>
      </ul>
    </ConfirmDialog>
  );
}

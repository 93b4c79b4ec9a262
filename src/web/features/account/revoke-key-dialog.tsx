import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { revokeKey } from './key-calls.ts';
import { type MyKey, myKeysQuery } from './my-keys.query.ts';

/** A key that is revoked never works again, so that is asked first. */
export function RevokeKeyDialog({
  apiKey,
  onClose,
}: {
  readonly apiKey: MyKey;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeKey(mandate.id, apiKey.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: myKeysQuery(mandate.id).queryKey });
      notify(t`The key ${apiKey.name} is revoked.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={<Trans>Revoke this key?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Revoke</Trans>}
      onConfirm={() => revoke.mutate()}
      isPending={revoke.isPending}
      error={revoke.error}
    >
      <Trans>
        Programs that use <strong>{apiKey.name}</strong> (…{apiKey.last4}) are refused within a second. So is
        every key that it has issued. This cannot be undone.
      </Trans>
    </ConfirmDialog>
  );
}

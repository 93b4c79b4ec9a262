import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { cancelTopUp } from './top-up-calls.ts';

/** Takes a request back that nobody will pay. */
export function CancelRequest({ requestId }: { readonly requestId: string }): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const cancel = useMutation({
    mutationFn: () => cancelTopUp(mandate.id, requestId),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      setOpen(false);
    },
  });
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Trans>Cancel the request</Trans>
      </Button>
      <ConfirmDialog
        title={<Trans>Cancel the request</Trans>}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        action={<Trans>Cancel the request</Trans>}
        onConfirm={() => cancel.mutate()}
        isPending={cancel.isPending}
        error={cancel.error}
      >
        <Trans>
          Only if it is not paid and will not be: a payment that comes nevertheless waits for the operator.
        </Trans>
      </ConfirmDialog>
    </>
  );
}

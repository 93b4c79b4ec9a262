import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { reportsQuery, sendReport } from './reports.query.ts';

/** Sends what is shown: to all who get it, or to oneself. A second press after an answer is another mail. */
export function SendReport({
  month,
  userId,
  recipients,
}: {
  readonly month: string;
  readonly userId: string | undefined;
  readonly recipients: readonly string[];
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const sending = useMutation({
    mutationFn: (to: 'recipients' | 'me') =>
      sendReport(mandate.id, { month, to, ...(userId === undefined ? {} : { userId }) }, `${key}/${to}`),
    onSuccess: ({ recipients: written }) => {
      setKey(crypto.randomUUID());
      const names = written.join(', ');
      notify(t`The report is being sent to ${names}.`);
      void queryClient.invalidateQueries({ queryKey: reportsQuery(mandate.id).queryKey });
    },
  });
  const names = recipients.join(', ');
  return (
    <div className="flex flex-col gap-3">
      <p className="break-words text-muted text-sm">
        {recipients.length === 0 ? (
          <Trans>There is no address that it goes to by itself.</Trans>
        ) : (
          <Trans>It goes to: {names}</Trans>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          isDisabled={recipients.length === 0}
          isPending={sending.isPending && sending.variables === 'recipients'}
          onPress={() => sending.mutate('recipients')}
        >
          <Trans>Send to all of them</Trans>
        </Button>
        <Button
          isPending={sending.isPending && sending.variables === 'me'}
          onPress={() => sending.mutate('me')}
        >
          <Trans>Send to me only</Trans>
        </Button>
      </div>
      {sending.error && <ProblemBlock error={sending.error} />}
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { knowMail, type OutboxMail } from './outbox.query.ts';

/** For a mail that was given up or bounced, or kept because there was no mail server. Nothing for any other. */
export function SendAgainButton({ mail }: { readonly mail: OutboxMail }): ReactElement | null {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const sending = useMutation({
    mutationFn: (mailId: string): Promise<OutboxMail> =>
      answerOf(api.POST('/api/admin/outbox/{mailId}/send', { params: { path: { mailId } } })),
    onSuccess: (waiting) => {
      const { to } = waiting;
      // The text is not asked for again: each reading of a secret is recorded.
      knowMail(queryClient, waiting);
      void queryClient.invalidateQueries({ queryKey: ['outbox'] });
      notify(t`The mail to ${to} is being sent.`);
    },
  });
  if (mail.state !== 'failed' && mail.state !== 'kept' && mail.state !== 'bounced') return null;
  return (
    <div className="flex flex-col items-start gap-3">
      <Button onPress={() => sending.mutate(mail.id)} isPending={sending.isPending}>
        <Trans>Send again</Trans>
      </Button>
      {sending.error && <ProblemBlock error={sending.error} />}
    </div>
  );
}

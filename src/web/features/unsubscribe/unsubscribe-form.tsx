import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import {
  type ReportSubscription,
  reportSubscriptionQuery,
  unsubscribeFromReports,
} from './unsubscribe.query.ts';

/** Asks first: programs that check links for viruses open this page, too. */
export function UnsubscribeForm({
  token,
  subscription: { address, mandateName },
}: {
  readonly token: string;
  readonly subscription: ReportSubscription;
}): ReactElement {
  const queryClient = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => unsubscribeFromReports(token),
    onSuccess: (left) => queryClient.setQueryData(reportSubscriptionQuery(token).queryKey, left),
  });
  return (
    <div className="flex flex-col gap-4">
      <p>
        <Trans>
          <strong className="break-all">{address}</strong> gets the monthly reports of{' '}
          <strong>{mandateName}</strong>.
        </Trans>
      </p>
      <p className="text-muted">
        <Trans>Warnings, invoices and invitations still arrive.</Trans>
      </p>
      {leaving.error && <ProblemBlock error={leaving.error} />}
      <Button
        look="primary"
        className="w-full"
        onPress={() => leaving.mutate()}
        isPending={leaving.isPending}
      >
        <Trans>No more reports</Trans>
      </Button>
    </div>
  );
}

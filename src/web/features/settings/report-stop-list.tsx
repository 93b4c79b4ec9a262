import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MailX } from 'lucide-react';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type ReportStop, reportStopsQuery, resumeReports } from './report-stop.query.ts';

/** Who gets no reports, and why; nothing where everybody gets them. Each can be taken back. */
export function ReportStopList(): ReactElement | null {
  const { t } = useLingui();
  const { mandate } = useActing();
  const stops = useQuery(reportStopsQuery(mandate.id));
  if (stops.data === undefined && stops.error)
    return <ProblemBlock error={stops.error} retry={() => void stops.refetch()} />;
  if (stops.data === undefined || stops.data.length === 0) return null;
  return (
    <ul aria-label={t`Addresses without reports`} className="flex flex-col gap-2">
      {stops.data.map((stop) => (
        <StopLine key={`${stop.address} ${stop.reason}`} stop={stop} mandateId={mandate.id} />
      ))}
    </ul>
  );
}

function StopLine({
  stop,
  mandateId,
}: {
  readonly stop: ReportStop;
  readonly mandateId: string;
}): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const { address } = stop;
  const resuming = useMutation({
    mutationFn: () => resumeReports(mandateId, stop),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: reportStopsQuery(mandateId).queryKey });
      notify(t`Reports go to ${address} again.`);
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-warn-soft px-3 py-2">
      <MailX aria-hidden className="size-5 shrink-0 text-warn" />
      <div className="min-w-0 flex-1 basis-52">
        <p className="break-all font-medium">{address}</p>
        <StopReason stop={stop} />
      </div>
      <Button onPress={() => resuming.mutate()} isPending={resuming.isPending}>
        <Trans>Send reports again</Trans>
      </Button>
      {resuming.error && <ProblemBlock error={resuming.error} />}
    </li>
  );
}

function StopReason({ stop: { reason, detail, stoppedAt } }: { readonly stop: ReportStop }): ReactElement {
  const time = timeText(stoppedAt);
  return (
    <>
      <p className="text-sm">
        {reason === 'unsubscribed' ? (
          <Trans>Has unsubscribed from the reports: {time}</Trans>
        ) : (
          <Trans>Could not be reached, and gets no reports: {time}</Trans>
        )}
      </p>
      {detail !== undefined && <p className="break-words text-muted text-sm">{detail}</p>}
    </>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { bytesText } from '#web/features/chat/model/attachment-rules.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type ReportPreview, reportFrameAddress, reportPreviewQuery } from './reports.query.ts';
import { SendReport } from './send-report.tsx';

/** What the report of a month says, as a mail; from here it is sent. */
export function ReportDrawer({
  month,
  userId,
  onClose,
}: {
  readonly month: string;
  readonly userId: string | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { i18n } = useLingui();
  const { mandate } = useActing();
  const preview = useQuery(reportPreviewQuery(mandate.id, month, userId));
  const name = monthText(month, i18n.locale);
  return (
    <DialogFrame
      title={<Trans>Report for {name}</Trans>}
      isOpen
      side
      onClose={onClose}
      actions={<CopyLinkButton />}
    >
      {preview.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : preview.data === undefined ? (
        <ProblemBlock error={preview.error} retry={() => void preview.refetch()} />
      ) : (
        <div className="flex flex-col gap-4">
          <SendReport month={month} userId={userId} recipients={preview.data.recipients} />
          <Content preview={preview.data} address={reportFrameAddress(mandate.id, month, userId)} />
        </div>
      )}
    </DialogFrame>
  );
}

/** The mail itself, in a frame in which nothing runs. */
function Content({
  preview,
  address,
}: {
  readonly preview: ReportPreview;
  readonly address: string;
}): ReactElement {
  const { t } = useLingui();
  return (
    <>
      <p className="break-words font-medium">{preview.subject}</p>
      <iframe
        title={t`What the mail says`}
        sandbox=""
        src={address}
        className="h-[60dvh] w-full rounded-xl border border-line bg-sunken"
      />
      <div>
        <p className="text-muted text-sm">
          <Trans>Attached</Trans>
        </p>
        <ul>
          {preview.files.map(({ name, bytes }) => (
            <li key={name} className="break-words">
              {name} <span className="figures text-muted text-sm">{bytesText(bytes)}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Badge, type Tone } from '#web/ui/badge.tsx';
import type { Report } from './reports.query.ts';

const STATE_WORDS: Readonly<
  Record<Report['state'], { readonly text: MessageDescriptor; readonly tone: Tone }>
> = {
  due: { text: msg`due`, tone: 'accent' },
  sent: { text: msg`sent`, tone: 'good' },
  skipped: { text: msg`not sent`, tone: 'neutral' },
  failed: { text: msg`failed`, tone: 'bad' },
};

const REASON_WORDS: Readonly<Record<NonNullable<Report['reason']>, MessageDescriptor>> = {
  not_enabled: msg`reports are off`,
  no_recipients: msg`nobody wants it`,
  by_hand: msg`none by itself`,
};

/** The state in a word, and why a report was not sent. */
export function ReportStateText({
  report,
}: {
  readonly report: Pick<Report, 'state' | 'reason'>;
}): ReactElement {
  const { t } = useLingui();
  const { text, tone } = STATE_WORDS[report.state];
  return (
    <span className="inline-flex flex-col items-start gap-0.5">
      <Badge tone={tone}>{t(text)}</Badge>
      {report.reason !== undefined && (
        <span className="text-muted text-xs">{t(REASON_WORDS[report.reason])}</span>
      )}
    </span>
  );
}

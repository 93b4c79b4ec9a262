import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { actionText } from './audit-action.ts';
import type { AuditEntry } from './audit-log.query.ts';
import { FactTable } from './fact-table.tsx';

/** Entries of the audit log: when, what, who, why, and what is different. `mandateOf` puts the mandate beside it. */
export function AuditEntries({
  entries,
  mandateOf,
  personOf = PersonName,
}: {
  readonly entries: readonly AuditEntry[];
  readonly mandateOf?: (entry: AuditEntry) => ReactNode;
  readonly personOf?: (entry: AuditEntry) => ReactNode;
}): ReactElement {
  const { t } = useLingui();
  return (
    <ul aria-label={t`Entries of the audit log`} className="divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id} className="grid gap-x-6 gap-y-1 py-3 md:grid-cols-[10rem_1fr]">
          <div className="text-muted text-sm">
            <time dateTime={entry.at} className="figures block text-ink">
              {timeText(entry.at, { seconds: true })}
            </time>
            {personOf(entry)}
          </div>
          <div className="min-w-0">
            <p className="font-medium">{actionText(entry.action, t)}</p>
            <p className="break-words text-muted text-sm">
              {mandateOf && <>{mandateOf(entry)} · </>}
              <span className="select-all break-all">{entry.subject}</span>
            </p>
            {entry.reason !== null && (
              <p className="my-1 break-words">
                <Trans>Reason: {entry.reason}</Trans>
              </p>
            )}
            <FactTable before={entry.before} after={entry.after} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Who it was: a person, his API key, or a command on the operator's machine. */
export function PersonName({ by }: AuditEntry): ReactElement {
  if (by.userId === null) return <Trans>Rappen, or a command</Trans>;
  const name = by.name ?? by.userId;
  if (by.apiKeyId !== null) return <Trans>{name}, by API key</Trans>;
  return <span className="break-words">{name}</span>;
}

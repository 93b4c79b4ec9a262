import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { DateRangeField } from '#web/ui/date-range-field.tsx';
import { RemovableChip } from '#web/ui/removable-chip.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { ACTION_GROUPS, actionText } from './audit-action.ts';
import type { AuditEntry } from './audit-log.query.ts';
import type { AuditSearch } from './audit-search.ts';

const ALL = 'all';

/** What the log is narrowed to. A person and a mandate are chosen by the links of the entries themselves. */
export function AuditFilterBar({
  search,
  entries,
  onChange,
}: {
  readonly search: AuditSearch;
  /** What is shown: it knows the names. */
  readonly entries: readonly AuditEntry[];
  readonly onChange: (change: Partial<AuditSearch>) => void;
}): ReactElement {
  const { t } = useLingui();
  const groups = Object.entries(ACTION_GROUPS).map(([value, text]) => ({ value, label: t(text) }));
  const { action, of, user, from, to } = search;
  const isOneAction = action !== undefined && !(action in ACTION_GROUPS);
  const choices = [
    { value: ALL, label: t`Everything` },
    ...groups,
    ...(isOneAction ? [{ value: action, label: actionText(action, t) }] : []),
  ];
  const person = entries.find(({ by }) => by.userId === user)?.by.name;
  const mandate = entries.find(({ mandateId }) => mandateId === of)?.mandateName;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-4 sm:grid-cols-2 lg:max-w-3xl">
        <SelectField
          label={t`About`}
          choices={choices}
          value={action ?? ALL}
          onChange={(value) => onChange({ action: value === ALL ? undefined : value })}
        />
        <DateRangeField
          label={t`Days`}
          value={{ from, to }}
          anyTime
          onChange={(range) => onChange({ from: range.from, to: range.to })}
        />
      </div>
      {(of !== undefined || user !== undefined) && (
        <div className="flex flex-wrap gap-2">
          {of !== undefined && (
            <RemovableChip
              label={t`Mandate`}
              value={mandate ?? of}
              onRemove={() => onChange({ of: undefined })}
            />
          )}
          {user !== undefined && (
            <RemovableChip
              label={t`By`}
              value={person ?? user}
              onRemove={() => onChange({ user: undefined })}
            />
          )}
        </div>
      )}
    </div>
  );
}

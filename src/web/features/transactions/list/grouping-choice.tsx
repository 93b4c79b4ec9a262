import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { GROUPINGS, type Grouping } from '../filter/booking-filter.ts';

/** Whether the list has headings for its hours, its days, or the chats and runs that bookings were made for. */
export function GroupingChoice(props: {
  readonly value: Grouping | undefined;
  readonly onChange: (grouping: Grouping | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const texts = { none: t`Single`, hour: t`By hour`, day: t`By day`, origin: t`By chat or run` } as const;
  return (
    <ToggleButtonGroup
      aria-label={t`Group the bookings`}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value ?? 'none']}
      onSelectionChange={(keys) => props.onChange(GROUPINGS.find((grouping) => keys.has(grouping)))}
      className="inline-flex flex-wrap rounded-lg border border-line-strong bg-surface p-0.5"
    >
      {(['none', ...GROUPINGS] as const).map((id) => (
        <ToggleButton
          key={id}
          id={id}
          className="min-h-6.5 cursor-pointer rounded-md px-2.5 text-muted text-sm hover:text-ink data-selected:bg-accent-soft data-selected:font-medium data-selected:text-accent-strong"
        >
          {texts[id]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

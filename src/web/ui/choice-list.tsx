import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField, useFilter } from 'react-aria-components';
import type { Choice } from './choice-field.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** From so many choices on there is a field to look for one. */
const SEARCHED_FROM = 8;

/** One of a list, which can be searched where it is long. Choosing what is chosen already takes it back: undefined. */
export function ChoiceList<Value extends string>(props: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly onChoose: (value: Value | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const { contains } = useFilter({ sensitivity: 'base' });
  const { choices, value } = props;
  const list = (
    <ListBox
      aria-label={props.label}
      selectionMode="single"
      selectedKeys={value === undefined ? [] : [value]}
      onSelectionChange={(keys) =>
        props.onChoose(choices.find((choice) => keys !== 'all' && keys.has(choice.value))?.value)
      }
      items={choices.map((choice) => ({ id: choice.value, ...choice }))}
      renderEmptyState={() => (
        <p className="p-3 text-muted text-sm">
          <Trans>Nothing found</Trans>
        </p>
      )}
      className="p-1 outline-none"
      {...(choices.length < SEARCHED_FROM ? { autoFocus: 'first' as const } : {})}
    >
      {(choice) => (
        <ListBoxItem
          textValue={`${choice.label} ${choice.hint ?? ''}`}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1 text-sm outline-offset-[-2px] data-focused:bg-accent-soft"
        >
          {({ isSelected }) => (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate">{choice.label}</span>
                {choice.hint !== undefined && (
                  <span className="block truncate text-muted text-xs">{choice.hint}</span>
                )}
              </span>
              {isSelected && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
  const scrolled = (
    <ScrollBox label={props.label} className="max-h-72">
      {list}
    </ScrollBox>
  );
  if (choices.length < SEARCHED_FROM) return scrolled;
  return (
    <Autocomplete filter={contains}>
      <SearchField aria-label={t`Search in the list`} autoFocus className="relative border-line border-b p-2">
        <Search aria-hidden className="absolute top-1/2 left-4.5 size-4 -translate-y-1/2 text-muted" />
        <Input className="field-box w-full pl-8 text-sm" />
      </SearchField>
      {scrolled}
    </Autocomplete>
  );
}

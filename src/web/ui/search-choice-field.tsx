import { Trans, useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import type { ReactElement } from 'react';
import {
  Autocomplete,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { ChoiceField, type ChoiceFieldProps } from './choice-field.tsx';
import { ChoiceWords } from './choice-words.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** One of a long list, which is searched by typing. */
export function SearchChoiceField<Value extends string>(
  props: ChoiceFieldProps<Value> & { readonly label: string },
): ReactElement {
  const { t } = useLingui();
  const { contains } = useFilter({ sensitivity: 'base' });
  const list = (
    <Popover className="flex min-w-(--trigger-width) max-w-[calc(100vw-1.5rem)] flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-float">
      <Autocomplete filter={contains}>
        <SearchField
          aria-label={t`Search in the list`}
          autoFocus
          className="relative border-line border-b p-2"
        >
          <Search aria-hidden className="absolute top-1/2 left-4.5 size-4 -translate-y-1/2 text-muted" />
          <Input className="field-box w-full pl-8 text-sm [&::-webkit-search-cancel-button]:hidden" />
        </SearchField>
        <ScrollBox label={props.label} className="max-h-72">
          <ListBox
            items={props.choices.map((choice) => ({ id: choice.value, ...choice }))}
            renderEmptyState={() => (
              <p className="p-3 text-muted text-sm">
                <Trans>Nothing found</Trans>
              </p>
            )}
            className="p-1 outline-none"
          >
            {(choice) => (
              <ListBoxItem
                id={choice.value}
                textValue={choice.hint === undefined ? choice.label : `${choice.label} ${choice.hint}`}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1 -outline-offset-2 data-focused:bg-accent-soft"
              >
                {({ isSelected }) => (
                  <ChoiceWords label={choice.label} hint={choice.hint} isSelected={isSelected} isCut />
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </ScrollBox>
      </Autocomplete>
    </Popover>
  );
  return <ChoiceField {...props} list={list} isHintShown={false} />;
}

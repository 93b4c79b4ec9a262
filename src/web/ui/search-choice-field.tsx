import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown, Search } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Autocomplete,
  Button,
  FieldError,
  Input,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  Select,
  SelectValue,
  Text,
  useFilter,
} from 'react-aria-components';
import { ChoiceWords } from './choice-words.tsx';
import { ScrollBox } from './scroll-box.tsx';
import type { Choice } from './select-field.tsx';

/** One of a long list, which is searched by typing. */
export function SearchChoiceField<Value extends string>(props: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
}): ReactElement {
  const { t } = useLingui();
  const { contains } = useFilter({ sensitivity: 'base' });
  const choose = (key: Key | null) => {
    const choice = props.choices.find(({ value }) => value === key);
    if (choice) props.onChange(choice.value);
  };
  return (
    <Select
      value={props.value ?? null}
      onChange={choose}
      isInvalid={props.error !== undefined}
      isDisabled={props.isDisabled ?? false}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      className="flex min-w-0 flex-col gap-1"
    >
      <Label className="font-medium text-sm">{props.label}</Label>
      <Button className="field-box flex w-full cursor-pointer items-center justify-between gap-2 text-left disabled:opacity-55">
        <SelectValue className="truncate data-placeholder:text-muted [&_[data-hint]]:hidden" />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Button>
      {props.hint !== undefined && (
        <Text slot="description" className="text-muted text-sm">
          {props.hint}
        </Text>
      )}
      <FieldError className="text-bad text-sm">{props.error}</FieldError>
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
    </Select>
  );
}

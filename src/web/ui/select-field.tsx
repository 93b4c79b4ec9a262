import { ChevronDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Button,
  FieldError,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components';
import { ChoiceWords } from './choice-words.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** One of a short list. */
export function SelectField<Value extends string>(props: {
  readonly label: ReactNode;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
}): ReactElement {
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
        <SelectValue className="truncate data-placeholder:text-muted" />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Button>
      {props.hint !== undefined && (
        <Text slot="description" className="text-muted text-sm">
          {props.hint}
        </Text>
      )}
      <FieldError className="text-bad text-sm">{props.error}</FieldError>
      <Popover className="min-w-(--trigger-width) overflow-auto rounded-lg border border-line bg-raised p-1 shadow-float">
        <ListBox
          items={props.choices.map((choice) => ({ id: choice.value, ...choice }))}
          className="outline-none"
        >
          {(choice) => (
            <ListBoxItem
              id={choice.value}
              textValue={choice.label}
              className="flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 data-focused:bg-accent-soft"
            >
              {({ isSelected }) => (
                <ChoiceWords label={choice.label} hint={choice.hint} isSelected={isSelected} />
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

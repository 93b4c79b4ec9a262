import { ChevronDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button, FieldError, type Key, Label, Select, SelectValue, Text } from 'react-aria-components';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceFieldProps<Value extends string> {
  readonly label: ReactNode;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
}

/** A field that shows what is chosen; `list` is the popover with the choices. */
export function ChoiceField<Value extends string>({
  list,
  isHintShown = true,
  ...props
}: ChoiceFieldProps<Value> & {
  readonly list: ReactNode;
  /** Whether the field shows what the chosen one means, too. */
  readonly isHintShown?: boolean;
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
        <SelectValue
          className={`truncate data-placeholder:text-muted ${isHintShown ? '' : '[&_[data-hint]]:hidden'}`}
        />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Button>
      {props.hint !== undefined && (
        <Text slot="description" className="text-muted text-sm">
          {props.hint}
        </Text>
      )}
      <FieldError className="text-bad text-sm">{props.error}</FieldError>
      {list}
    </Select>
  );
}

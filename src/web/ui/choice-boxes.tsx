import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Checkbox, CheckboxGroup, FieldError, Label, Text } from 'react-aria-components';

/** Any number of a few values, each with its box. */
export function ChoiceBoxes<Value extends string>(props: {
  readonly label: ReactNode;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly value: readonly Value[];
  readonly onChange: (value: Value[]) => void;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}): ReactElement {
  const choose = (chosen: readonly string[]) =>
    props.onChange(props.choices.map(({ value }) => value).filter((value) => chosen.includes(value)));
  return (
    <CheckboxGroup
      value={[...props.value]}
      onChange={choose}
      isInvalid={props.error !== undefined}
      className="flex min-w-0 flex-col gap-1"
    >
      <Label className="font-medium text-sm">{props.label}</Label>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {props.choices.map(({ value, text }) => (
          <Checkbox
            key={value}
            value={value}
            className="group flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md data-focus-visible:outline-none"
          >
            <span className="inline-flex size-5 shrink-0 items-center justify-center rounded-md border border-line-strong bg-surface group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2 group-data-selected:border-accent group-data-selected:bg-accent group-data-selected:text-on-accent">
              <Check aria-hidden className="invisible size-4 group-data-selected:visible" />
            </span>
            {text}
          </Checkbox>
        ))}
      </div>
      {props.hint !== undefined && (
        <Text slot="description" className="text-muted text-sm">
          {props.hint}
        </Text>
      )}
      <FieldError className="text-bad text-sm">{props.error}</FieldError>
    </CheckboxGroup>
  );
}

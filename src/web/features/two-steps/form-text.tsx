import type { ReactElement, ReactNode } from 'react';
import { type Control, Controller, type FieldPath, type FieldValues } from 'react-hook-form';
import { TextField } from '#web/ui/text-field.tsx';

interface Rules<Values extends FieldValues> {
  /** What is wrong with an empty field. */
  readonly required?: string;
  readonly validate?: (typed: string, values: Values) => boolean | string;
}

/** A line of text of a form; the server's refusal of it stands where the form's own would. */
export function FormText<Values extends FieldValues>({
  control,
  name,
  rules,
  refused,
  label,
  hint,
  end,
  autoFocus = false,
  type = 'text',
  inputMode,
  maxLength = 500,
}: {
  readonly control: Control<Values>;
  readonly name: FieldPath<Values>;
  readonly rules?: Rules<Values>;
  /** What the server said of it. */
  readonly refused?: string | undefined;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly end?: ReactNode;
  readonly autoFocus?: boolean;
  readonly type?: 'text' | 'email' | 'date';
  readonly inputMode?: 'decimal' | 'numeric';
  readonly maxLength?: number;
}): ReactElement {
  return (
    <Controller
      control={control}
      name={name}
      rules={rulesOf(rules)}
      render={({ field, fieldState }) => (
        <TextField
          label={label}
          {...(hint === undefined ? {} : { hint })}
          {...(end === undefined ? {} : { end })}
          {...(inputMode === undefined ? {} : { inputMode })}
          type={type}
          autoFocus={autoFocus}
          autoComplete="off"
          maxLength={maxLength}
          error={fieldState.error?.message ?? refused}
          name={field.name}
          value={field.value ?? ''}
          onChange={field.onChange}
          onBlur={field.onBlur}
        />
      )}
    />
  );
}

/** The form knows only that some of its fields are no texts; this one is. */
function rulesOf<Values extends FieldValues>({ required, validate }: Rules<Values> = {}) {
  return {
    ...(required === undefined ? {} : { required }),
    ...(validate && { validate: (typed: unknown, values: Values) => validate(String(typed ?? ''), values) }),
  };
}

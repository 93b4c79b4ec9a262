import { useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { SelectField } from '#web/ui/select-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { Variable } from './model/automation-types.ts';

/** In a list of choices; no choice has a line break. */
const NOTHING = '\n';

/** A value for a variable, given as its kind wants it: a line, several, a number, or one of its choices. */
export function ValueField(props: {
  readonly variable: Pick<Variable, 'kind' | 'choices'>;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  /** Whether it can be left empty. */
  readonly isOptional: boolean;
}): ReactElement {
  const { t } = useLingui();
  const { variable, value, isOptional, onChange, ...field } = props;
  const { kind, choices } = variable;
  if (kind === 'choice')
    return (
      <SelectField
        {...field}
        choices={[
          ...(isOptional ? [{ value: NOTHING, label: t`nothing` }] : []),
          ...choices.map((choice) => ({ value: choice, label: choice })),
        ]}
        value={value === '' ? (isOptional ? NOTHING : undefined) : value}
        onChange={(chosen) => onChange(chosen === NOTHING ? '' : chosen)}
      />
    );
  return (
    <TextField
      {...field}
      value={value}
      onChange={onChange}
      {...(kind === 'text' ? { lines: 4 } : {})}
      {...(kind === 'number' ? { inputMode: 'decimal' as const } : {})}
    />
  );
}

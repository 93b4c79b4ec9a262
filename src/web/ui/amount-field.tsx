import type { ReactElement, ReactNode } from 'react';
import { TextField } from './text-field.tsx';

/**
 * An amount in CHF as a person writes it: `1'234.50`, `1234,5`, `CHF 12`. The form keeps the text; `amountOf` gives what the
 * API takes. `error`: a sentence.
 */
export function AmountField(props: {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly name?: string;
}): ReactElement {
  return (
    <TextField
      {...props}
      inputMode="decimal"
      autoComplete="off"
      end={<span aria-hidden>CHF</span>}
      aria-label={undefined}
    />
  );
}

import type { ReactElement, ReactNode } from 'react';
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  type TextFieldProps,
} from 'react-aria-components';

/**
 * A labelled line of text. `error` (a sentence) marks it as wrong; `lines` makes it a field of several lines. The browser
 * itself moves the focus into it (`autoFocus`): React Aria would wait for a frame after Enter on a link, and gives up
 * where the dialog was faster.
 */
export function TextField({
  label,
  hint,
  error,
  lines,
  placeholder,
  end,
  autoFocus,
  ...props
}: Omit<TextFieldProps, 'className'> & {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly lines?: number;
  readonly placeholder?: string;
  /** Stands inside the box at the right: a unit, a button. */
  readonly end?: ReactNode;
}): ReactElement {
  return (
    <AriaTextField {...props} isInvalid={error !== undefined} className="flex min-w-0 flex-col gap-1">
      <Label className="font-medium text-sm">{label}</Label>
      <div className="relative">
        {lines === undefined ? (
          <Input
            autoFocus={autoFocus}
            placeholder={placeholder}
            className={`field-box w-full invalid:border-bad data-invalid:border-bad ${end === undefined ? '' : 'pr-14'}`}
          />
        ) : (
          <TextArea
            autoFocus={autoFocus}
            rows={lines}
            placeholder={placeholder}
            className="field-box w-full data-invalid:border-bad"
          />
        )}
        {end !== undefined && (
          <span className="absolute inset-y-0 right-3 flex items-center text-muted text-sm">{end}</span>
        )}
      </div>
      {hint !== undefined && (
        <Text slot="description" className="text-muted text-sm">
          {hint}
        </Text>
      )}
      <FieldError className="text-bad text-sm">{error}</FieldError>
    </AriaTextField>
  );
}

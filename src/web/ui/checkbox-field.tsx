import { Check, Minus } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Checkbox, type CheckboxProps } from 'react-aria-components';

/** Takes part or not. Inside React Aria's CheckboxGroup it needs only a `value`. */
export function CheckboxField({
  label,
  hint,
  ...props
}: Omit<CheckboxProps, 'children' | 'className'> & {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
}): ReactElement {
  return (
    <Checkbox
      {...props}
      className="group flex cursor-pointer items-start gap-2.5 py-1 data-disabled:cursor-not-allowed data-disabled:opacity-55"
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="mt-0.5 flex size-5 shrink-0 items-center justify-center rounded border border-line-strong bg-surface text-on-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2 group-data-selected:border-accent group-data-selected:bg-accent group-data-indeterminate:bg-accent">
            {isIndeterminate ? (
              <Minus aria-hidden className="size-4" />
            ) : (
              isSelected && <Check aria-hidden className="size-4" />
            )}
          </span>
          <span className="min-w-0">
            {label}
            {hint !== undefined && <span className="block text-muted text-sm">{hint}</span>}
          </span>
        </>
      )}
    </Checkbox>
  );
}

import { Check } from 'lucide-react';
import type { ReactElement } from 'react';

/**
 * One of the choices of a list: its name, what it means, and whether it is chosen. Both texts are its name for screen readers:
 * named by the first alone it would not be what is seen (WCAG 2.5.3).
 */
export function ChoiceWords({
  label,
  hint,
  isSelected,
  isCut = false,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isSelected: boolean;
  /** Each in one line. */
  readonly isCut?: boolean;
}): ReactElement {
  const cut = isCut ? 'truncate' : '';
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className={`block ${cut}`}>{label}</span>
        {hint !== undefined && (
          <span data-hint="" className={`block text-muted text-sm ${cut}`}>
            {hint}
          </span>
        )}
      </span>
      {isSelected && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
    </>
  );
}

import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import { type ReactElement, useEffect, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';

/** Long enough that a word is typed before anybody is asked. */
const PAUSE_MS = 250;

/** Narrows a list by what is typed, a moment after the last key; Enter at once, Escape clears. */
export function FindField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}): ReactElement {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // Back, or a link, has set another text.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <SearchField
      value={typed}
      onChange={setTyped}
      onSubmit={(text) => onChange(text.trim())}
      className="flex min-w-0 flex-col gap-1"
    >
      {({ isEmpty }) => (
        <>
          <Label className="font-medium text-sm">{label}</Label>
          <span className="relative">
            <Search
              aria-hidden
              className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted"
            />
            <Input
              maxLength={200}
              className="field-box w-full pr-9 pl-9 [&::-webkit-search-cancel-button]:hidden"
            />
            {!isEmpty && (
              <Button
                aria-label={t`Clear`}
                className="absolute inset-y-0 right-1 my-auto flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:text-ink"
              >
                <X aria-hidden className="size-4" />
              </Button>
            )}
          </span>
        </>
      )}
    </SearchField>
  );
}

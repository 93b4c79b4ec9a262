import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';

const PAUSE_MS = 450;
const SHORTEST = 2;
const LONGEST = 100;

/** A text or an id. It holds when somebody stops typing, or presses Enter. */
export function TextFilter(props: {
  readonly value: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const [typed, setTyped] = useState(props.value ?? '');
  const given = useRef(props.value);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back, or "clear all": what stands in the address is what is shown.
  useEffect(() => {
    if (props.value === given.current) return;
    given.current = props.value;
    setTyped(props.value ?? '');
  }, [props.value]);
  useEffect(() => () => clearTimeout(pause.current), []);

  const hold = (text: string) => {
    clearTimeout(pause.current);
    const asked = text.trim();
    if (asked.length > 0 && asked.length < SHORTEST) return;
    const value = asked === '' ? undefined : asked;
    if (value === given.current) return;
    given.current = value;
    props.onChange(value);
  };
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => hold(text), PAUSE_MS);
  };
  return (
    <SearchField
      value={typed}
      onChange={type}
      onSubmit={hold}
      onClear={() => hold('')}
      maxLength={LONGEST}
      className="group flex min-w-0 flex-col gap-1"
    >
      <Label className="font-medium text-sm">{t`Text or id`}</Label>
      <span className="relative">
        <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
        <Input
          placeholder={t`Note, model, txn_…, req_…`}
          className="field-box w-full px-9 [&::-webkit-search-cancel-button]:hidden"
        />
        <Button
          aria-label={t`Clear the text`}
          className="absolute top-1/2 right-2 flex size-6.5 -translate-y-1/2 cursor-pointer items-center justify-center rounded-full text-muted hover:bg-sunken group-data-empty:hidden"
        >
          <X aria-hidden className="size-4" />
        </Button>
      </span>
    </SearchField>
  );
}

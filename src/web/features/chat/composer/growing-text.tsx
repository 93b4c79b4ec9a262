import { type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';

const MOST_HEIGHT_PX = 260;

/** What it stands in, with its buttons; the frame shows that the text has the focus. */
export const GROWING_TEXT_FRAME =
  'rounded-2xl border bg-surface has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-accent';

/** A field that grows with its text. Enter is `onEnter`; with Shift, or while an input method composes, it begins a line. */
export function GrowingText(props: {
  readonly id?: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly describedBy?: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (text: string) => void;
  readonly onEnter: () => void;
  readonly onEscape?: () => void;
  readonly onFiles?: (files: Iterable<File>) => void;
}): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const { value } = props;
  useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${Math.min(current.scrollHeight, MOST_HEIGHT_PX)}px`;
  }, [value]);
  useEffect(() => {
    const { current } = field;
    current?.focus({ preventScroll: true });
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  return (
    <textarea
      ref={field}
      id={props.id}
      rows={2}
      aria-label={props.label}
      placeholder={props.placeholder}
      aria-describedby={props.describedBy}
      value={value}
      maxLength={props.maxLength}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onEscape?.();
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        props.onEnter();
      }}
      onPaste={(event) => {
        if (!props.onFiles || event.clipboardData.files.length === 0) return;
        event.preventDefault();
        props.onFiles(event.clipboardData.files);
      }}
      className="block max-h-65 w-full resize-none rounded-2xl bg-transparent px-4 pt-3 pb-2 outline-none placeholder:text-muted"
    />
  );
}

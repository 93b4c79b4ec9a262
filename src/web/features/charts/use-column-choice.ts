import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { boundsOf, type ColumnSelection, columnAt, movedByKey } from './column-selection.ts';

export interface ColumnChoice {
  /** What would be picked now; undefined: nobody chooses. */
  readonly draft: ColumnSelection | undefined;
  /** The column that is told about: under the pointer, or where the keyboard is. */
  readonly shown: number | undefined;
  readonly active: number;
  readonly handlers: {
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
  };
}

/** Choosing columns by pressing, dragging, or with the keyboard. `onPick` gets the first and the last place. */
export function useColumnChoice(
  count: number,
  onPick: (first: number, last: number) => void,
  onClear: () => void,
): ColumnChoice {
  const [place, setPlace] = useState<ColumnSelection>();
  const [isFocused, setFocused] = useState(false);
  const [isDragging, setDragging] = useState(false);
  const [hovered, setHovered] = useState<number>();
  const current = withinCount(place ?? { anchor: count - 1, head: count - 1 }, count);
  const pick = () => onPick(...boundsOf(current));
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = movedByKey(current, event.key, event.shiftKey, count);
    // What is told about is where the keyboard is, wherever the pointer was left.
    setHovered(undefined);
    if (moved) setPlace(moved);
    else if (event.key === 'Enter' || event.key === ' ') pick();
    else if (event.key === 'Escape') onClear();
    else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const at = placeOf(event, count);
    // A second finger or Shift stretches what is chosen already.
    setPlace({ anchor: event.shiftKey ? current.anchor : at, head: at });
    setDragging(true);
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const at = placeOf(event, count);
    setHovered(at);
    if (isDragging) setPlace({ ...current, head: at });
  };
  const onPointerUp = () => {
    if (isDragging) pick();
    setDragging(false);
  };
  const isStretched = current.anchor !== current.head;
  return {
    draft: isDragging || (isFocused && isStretched) ? current : undefined,
    shown: hovered ?? (isFocused ? current.head : undefined),
    active: current.head,
    handlers: {
      onKeyDown,
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: () => setDragging(false),
      onPointerLeave: () => setHovered(undefined),
    },
  };
}

function placeOf(event: PointerEvent, count: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return columnAt(event.clientX - left, width, count);
}

/** A range with fewer columns may have come meanwhile. */
function withinCount({ anchor, head }: ColumnSelection, count: number): ColumnSelection {
  return { anchor: Math.max(0, Math.min(count - 1, anchor)), head: Math.max(0, Math.min(count - 1, head)) };
}

import type { ReactElement } from 'react';

/** Holds the place of rows that are not on the screen. */
export function SpaceRow(props: {
  readonly heightPx: number;
  readonly columnCount: number;
}): ReactElement | null {
  if (props.heightPx <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
    <tr aria-hidden="true">
      <td colSpan={props.columnCount} style={{ height: props.heightPx, padding: 0 }} />
    </tr>
  );
}

/** A row that is being read. */
export function ComingRow(props: {
  readonly line: number;
  readonly heightPx: number;
  readonly columnCount: number;
}): ReactElement {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
    <tr aria-hidden="true" style={{ height: props.heightPx }}>
      <td colSpan={props.columnCount} className="border-line border-b px-3">
        <span
          className="block h-3.5 animate-pulse rounded bg-sunken"
          // Of different lengths, so that it looks like text.
          style={{ width: `${40 + ((props.line * 37) % 50)}%` }}
        />
      </td>
    </tr>
  );
}

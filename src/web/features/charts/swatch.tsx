import type { ReactElement } from 'react';

/** The colour of a series, beside its name. */
export function Swatch({ colour }: { readonly colour: string }): ReactElement {
  return (
    <span
      aria-hidden
      className="mr-1 inline-block size-3 shrink-0 rounded-sm align-[-0.1em]"
      style={{ background: `var(--${colour})` }}
    />
  );
}

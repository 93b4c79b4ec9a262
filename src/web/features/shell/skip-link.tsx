import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';

/** The first stop of the keyboard: past the navigation to the page. A link would leave its `#main` in the address. */
export function SkipLink(): ReactElement {
  return (
    <button
      type="button"
      onClick={() => document.getElementById('main')?.focus()}
      className="fixed top-2 left-2 z-50 -translate-y-20 rounded-lg bg-ink px-4 py-2 text-page focus-visible:translate-y-0"
    >
      <Trans>Skip to the page</Trans>
    </button>
  );
}

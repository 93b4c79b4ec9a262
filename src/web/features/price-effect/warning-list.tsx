import { Trans } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';

export interface WarningLine {
  readonly id: string;
  readonly text: string;
}

/** What looks like a slip; it does not stop anybody. */
export function WarningList({ lines }: { readonly lines: readonly WarningLine[] }): ReactElement | null {
  if (lines.length === 0) return null;
  return (
    <section className="flex gap-3 rounded-xl border border-warn bg-warn-soft p-4">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
      <div className="min-w-0">
        <h3 className="font-medium text-warn">
          <Trans>Is this right?</Trans>
        </h3>
        <ul className="list-disc pl-5">
          {lines.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

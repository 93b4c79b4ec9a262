import { Trans } from '@lingui/react/macro';
import { Lock } from 'lucide-react';
import type { ReactElement } from 'react';

/** Somebody may not see this; says by which right, so that he can ask for it. */
export function NoPermissionBlock({ resource }: { readonly resource: string }): ReactElement {
  return (
    <div className="flex gap-3 rounded-xl border border-line bg-sunken p-4">
      <Lock aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
      <p>
        <Trans>
          Your role in this mandate does not include <code className="break-all">{resource}</code>. An
          administrator of the mandate can give you a role that does.
        </Trans>
      </p>
    </div>
  );
}

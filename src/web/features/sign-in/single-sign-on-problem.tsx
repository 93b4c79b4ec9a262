import { Trans } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';

/** Why single sign-on has come back without a session: the `error` of the address. */
export function SingleSignOnProblem({ code }: { readonly code: string }): ReactElement {
  return (
    <div role="alert" className="mb-4 flex gap-2 rounded-xl border border-bad bg-bad-soft p-3 text-bad">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <p>
        <ProblemText code={code} />
      </p>
    </div>
  );
}

function ProblemText({ code }: { readonly code: string }): ReactElement {
  if (STRANGERS.includes(code))
    return (
      <Trans>
        Nobody here has the e-mail address that the single sign-on names. Ask your administrator to invite
        you.
      </Trans>
    );
  if (code === 'access_denied') return <Trans>The single sign-on was cancelled.</Trans>;
  if (code === 'state_mismatch')
    return <Trans>The sign-in took too long or was begun elsewhere. Try again.</Trans>;
  return (
    <Trans>
      The single sign-on did not succeed (<code className="break-all">{code}</code>). Try again.
    </Trans>
  );
}

const STRANGERS = ['signup_disabled', 'account_not_linked', 'email_not_found'];

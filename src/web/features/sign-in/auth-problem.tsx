import { Trans } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { WaitTime } from './wait-time.tsx';

/** Why a sign-in was refused, without saying which half was wrong; and how long to wait after too many attempts. */
export function AuthProblem({
  error,
  onOver,
}: {
  readonly error: unknown;
  readonly onOver: () => void;
}): ReactElement {
  const text = error instanceof ApiProblem ? textFor(error, onOver) : undefined;
  if (!text) return <ProblemBlock error={error} />;
  return (
    <p role="alert" className="flex gap-2 rounded-xl border border-bad bg-bad-soft p-3 text-bad">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <span>{text}</span>
    </p>
  );
}

function textFor(problem: ApiProblem, onOver: () => void): ReactElement | undefined {
  if (problem.code === 'sign_in_refused') return <Trans>The e-mail address or the password is wrong.</Trans>;
  if (problem.code === 'second_factor_refused')
    return <Trans>This code is wrong, or it was used before. Take the newest one.</Trans>;
  if (problem.code === 'not_signed_in')
    return <Trans>The sign-in took too long, or had too many wrong codes. Begin anew.</Trans>;
  if (problem.code === 'issuer_unavailable')
    return (
      <Trans>The single sign-on does not answer right now. Sign in with your password, or try later.</Trans>
    );
  if (problem.code !== 'rate_limited') return undefined;
  const seconds = Number(problem.details.retry_after_seconds ?? 60);
  return (
    <Trans>
      Too many attempts. Try again in <WaitTime seconds={seconds} onOver={onOver} />.
    </Trans>
  );
}

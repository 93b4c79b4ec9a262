import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';

/** Why a file is not taken: the place in it, for whoever asks the bank, and what is wrong there. */
export function UploadProblem({
  error,
  name,
}: {
  readonly error: unknown;
  readonly name: string;
}): ReactElement {
  if (!(error instanceof ApiProblem) || error.code !== 'bank_file_refused')
    return <ProblemBlock error={error} />;
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-xl border border-bad bg-bad-soft p-4">
      <p className="text-bad">
        <Trans>{name} cannot be read, so nothing was booked.</Trans>
      </p>
      <p lang="en" className="break-words text-sm">
        {error.message}
      </p>
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { problemText } from '#web/lib/api/problem-text.ts';
import { Button } from './button.tsx';

/** What went wrong, in words; the request's id to ask about; and, where it can help, a way to try again. */
export function ProblemBlock({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry?: (() => void) | undefined;
}): ReactElement {
  const { t } = useLingui();
  const requestId = error instanceof ApiProblem ? error.requestId : undefined;
  return (
    <div
      role="alert"
      className="flex flex-col items-start gap-3 rounded-xl border border-bad bg-bad-soft p-4"
    >
      <p className="flex gap-2 text-bad">
        <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
        <span>{problemText(error, t)}</span>
      </p>
      {requestId !== undefined && (
        <p className="text-muted text-sm">
          <Trans>
            Request <code className="select-all break-all">{requestId}</code>
          </Trans>
        </p>
      )}
      {retry && (
        <Button small onPress={retry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}

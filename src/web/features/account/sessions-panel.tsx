import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { signOutElsewhere } from './account-calls.ts';

/** Ends every session but this one: a device is lost, or was somebody else's. */
export function SessionsPanel(): ReactElement {
  const { t } = useLingui();
  const end = useMutation({
    mutationFn: signOutElsewhere,
    onSuccess: () => notify(t`You are signed out everywhere else.`),
  });
  return (
    <Panel
      title={<Trans>Other devices</Trans>}
      lead={<Trans>Signed in on a device that you no longer use, or that was lost?</Trans>}
    >
      <div className="flex flex-col items-start gap-3">
        {end.error && <ProblemBlock error={end.error} />}
        <Button onPress={() => end.mutate()} isPending={end.isPending}>
          <Trans>Sign out everywhere else</Trans>
        </Button>
      </div>
    </Panel>
  );
}

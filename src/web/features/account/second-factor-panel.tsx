import { Trans } from '@lingui/react/macro';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { useMe } from '#web/features/me/use-me.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';

const EnableDialog = lazy(async () => ({
  default: (await import('./enable-second-factor-dialog.tsx')).EnableSecondFactorDialog,
}));
const DisableDialog = lazy(async () => ({
  default: (await import('./disable-second-factor-dialog.tsx')).DisableSecondFactorDialog,
}));
const NewCodesDialog = lazy(async () => ({
  default: (await import('./new-recovery-codes-dialog.tsx')).NewRecoveryCodesDialog,
}));

const DIALOGS = { enable: EnableDialog, disable: DisableDialog, codes: NewCodesDialog } as const;

/** The second factor: on or off, and what can be done about it. */
export function SecondFactorPanel(): ReactElement {
  const isOn = useMe().user.twoFactorEnabled === true;
  const [shown, setShown] = useState<keyof typeof DIALOGS>();
  const Dialog = shown && DIALOGS[shown];
  return (
    <Panel
      title={<Trans>Second factor</Trans>}
      lead={<Trans>Beside your password, a code that only your phone knows.</Trans>}
      actions={
        isOn ? (
          <Badge tone="good">
            <Trans>on</Trans>
          </Badge>
        ) : (
          <Badge>
            <Trans>off</Trans>
          </Badge>
        )
      }
    >
      <div className="flex flex-wrap gap-3">
        {isOn ? (
          <>
            <Button onPress={() => setShown('codes')}>
              <Trans>New recovery codes</Trans>
            </Button>
            <Button look="danger" onPress={() => setShown('disable')}>
              <Trans>Turn off</Trans>
            </Button>
          </>
        ) : (
          <Button onPress={() => setShown('enable')}>
            <Trans>Set up</Trans>
          </Button>
        )}
      </div>
      <Suspense>{Dialog && <Dialog onClose={() => setShown(undefined)} />}</Suspense>
    </Panel>
  );
}

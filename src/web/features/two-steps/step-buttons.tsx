import { Trans } from '@lingui/react/macro';
import { RotateCw, WifiOff } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';

/** Under what would happen: back to the form, or do it. A lost answer is said, and can be sent again. */
export function StepButtons({
  steps,
  confirmText,
  isDanger = false,
}: {
  readonly steps: {
    readonly isUnsure: boolean;
    readonly isSending: boolean;
    readonly confirm: () => void;
    readonly goBack: () => void;
  };
  readonly confirmText: ReactNode;
  readonly isDanger?: boolean;
}): ReactElement {
  const { isUnsure, isSending, confirm, goBack } = steps;
  return (
    <>
      {isUnsure && (
        <div role="alert" className="flex gap-3 rounded-xl border border-warn bg-warn-soft p-4">
          <WifiOff aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
          <div>
            <p className="font-medium text-warn">
              <Trans>The answer got lost: it may be done, or not.</Trans>
            </p>
            <p>
              <Trans>Send it again. It is done once, however often it is sent.</Trans>
            </p>
          </div>
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        {!isUnsure && (
          <Button onPress={goBack} isDisabled={isSending}>
            <Trans>Back</Trans>
          </Button>
        )}
        <Button look={isDanger ? 'danger' : 'primary'} isPending={isSending} onPress={confirm}>
          {isUnsure ? (
            <>
              <RotateCw aria-hidden className="size-4" />
              <Trans>Send again</Trans>
            </>
          ) : (
            confirmText
          )}
        </Button>
      </div>
    </>
  );
}

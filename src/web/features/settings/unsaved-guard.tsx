import { Trans } from '@lingui/react/macro';
import { useBlocker } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';

/** Asks before somebody leaves a page on which he has typed something that is not saved. */
export function UnsavedGuard({ isUnsaved }: { readonly isUnsaved: boolean }): ReactElement | null {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && isElsewhere(current, next),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={<Trans>Leave without saving?</Trans>}
      isOpen
      onClose={blocker.reset}
      action={<Trans>Leave, and lose the changes</Trans>}
      onConfirm={blocker.proceed}
    >
      <Trans>What you changed on this page is not saved.</Trans>
    </ConfirmDialog>
  );
}

interface Place {
  readonly pathname: string;
  readonly search: unknown;
}

/** Another page, or the same one of another mandate. */
function isElsewhere(current: Place, next: Place): boolean {
  return current.pathname !== next.pathname || mandateOf(current) !== mandateOf(next);
}

function mandateOf({ search }: Place): unknown {
  return typeof search === 'object' && search !== null && 'mandate' in search ? search.mandate : undefined;
}

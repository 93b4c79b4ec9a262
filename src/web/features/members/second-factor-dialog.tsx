import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { useActing } from '../me/use-acting.ts';
import { removeSecondFactor } from './member-calls.ts';
import type { Member } from './members.query.ts';
import { useMemberDeed } from './use-member-deed.ts';

/** For a user who has lost his second factor and its recovery codes. */
export function SecondFactorDialog({
  member,
  onClose,
}: {
  readonly member: Member;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { name } = member;
  const removal = useMemberDeed({
    act: () => removeSecondFactor(mandate.id, member.userId),
    said: () => t`The second factor of ${name} is taken away.`,
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      title={<Trans>Take the second factor of {name} away?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Take it away</Trans>}
      onConfirm={() => removal.mutate()}
      isPending={removal.isPending}
      error={removal.error}
    >
      <Trans>
        Do it only if {name} has lost it, and after you have made sure who is asking. They are signed out
        everywhere, sign in with the password alone, and can set a new one up.
      </Trans>
    </ConfirmDialog>
  );
}

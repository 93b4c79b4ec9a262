import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { useActing } from '../me/use-acting.ts';
import { removeMember } from './member-calls.ts';
import type { Member } from './members.query.ts';
import { useMemberDeed } from './use-member-deed.ts';

/** Ends a membership: says what stops and what stays. */
export function RemoveDialog({
  member,
  onDone,
  onClose,
}: {
  readonly member: Member;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { name } = member;
  const removal = useMemberDeed({
    act: () => removeMember(mandate.id, member.userId),
    said: () => t`${name} is no user of this mandate any more.`,
    onDone,
    gone: member.userId,
  });
  return (
    <ConfirmDialog
      title={<Trans>Remove {name}?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Remove</Trans>}
      onConfirm={() => removal.mutate()}
      isPending={removal.isPending}
      error={removal.error}
    >
      <p className="font-medium">
        <Trans>What stops</Trans>
      </p>
      <ul className="mb-3 list-disc pl-5">
        <li>
          <Trans>The access to {mandate.name}, within a second.</Trans>
        </li>
        <li>
          <Trans>All API keys in this mandate, for good.</Trans>
        </li>
      </ul>
      <p className="font-medium">
        <Trans>What stays</Trans>
      </p>
      <ul className="list-disc pl-5">
        <li>
          <Trans>All bookings, with the name.</Trans>
        </li>
        <li>
          <Trans>Credit in their own wallet: it can be moved back to the pool at any time.</Trans>
        </li>
        <li>
          <Trans>The access to other mandates.</Trans>
        </li>
      </ul>
    </ConfirmDialog>
  );
}

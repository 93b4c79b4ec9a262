import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { LimitForm } from '../limits/limit-form.tsx';
import { limitOf } from '../limits/limit-subject.ts';
import { limitsQuery } from '../limits/limits.query.ts';
import { useActing } from '../me/use-acting.ts';
import type { Member } from './members.query.ts';
import type { MemberDeed } from './members-search.ts';
import { RoleDialog } from './role-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

/** The dialog over the drawer that the address names. */
export function MemberDialogs({
  member,
  deed,
  onClose,
}: {
  readonly member: Member;
  readonly deed: MemberDeed | undefined;
  readonly onClose: () => void;
}): ReactElement | null {
  switch (deed) {
    case undefined:
      return null;
    case 'role':
      return <RoleDialog member={member} onClose={onClose} />;
    case 'limit':
      return <MemberLimitDialog member={member} onClose={onClose} />;
    case 'transfer':
      return <TransferDialog member={member} onClose={onClose} />;
  }
}

function MemberLimitDialog({
  member,
  onClose,
}: {
  readonly member: Member;
  readonly onClose: () => void;
}): ReactElement {
  const { mandate } = useActing();
  const limits = useQuery(limitsQuery(mandate.id)).data;
  const subject = { scope: 'user', id: member.userId } as const;
  return (
    <DialogFrame title={<Trans>Limit of {member.name}</Trans>} isOpen isImportant onClose={onClose}>
      {limits ? (
        <LimitForm subject={subject} present={limitOf(limits, subject)} onDone={onClose} onCancel={onClose} />
      ) : (
        <Skeleton className="h-52 w-full" />
      )}
    </DialogFrame>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { useActing } from '../me/use-acting.ts';
import { useRefreshMe } from '../me/use-refresh-me.ts';
import { rolesQuery } from '../roles/roles.query.ts';
import { changeMember } from './member-calls.ts';
import type { Member } from './members.query.ts';
import { RoleChanges } from './role-changes.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useMemberDeed } from './use-member-deed.ts';

/** Gives a user another role; what he gains and loses stands there before it is done. */
export function RoleDialog({
  member,
  onClose,
}: {
  readonly member: Member;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { me, mandate } = useActing();
  const refreshMe = useRefreshMe();
  const [role, setRole] = useState(member.role);
  const roles = useQuery(rolesQuery(mandate.id)).data?.roles;
  const [from, to] = [member.role, role].map((name) => roles?.find((each) => each.role === name));
  const change = useMemberDeed({
    act: () => changeMember(mandate.id, member.userId, { role }),
    said: ({ name }) => t`The role of ${name} is changed.`,
    onDone: ({ userId }) => {
      if (userId === me.user.id) void refreshMe();
      onClose();
    },
  });
  return (
    <DialogFrame title={<Trans>Change the role of {member.name}</Trans>} isOpen isImportant onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <RoleChoice value={role} onChange={setRole} />
        <div aria-live="polite" className="min-h-24">
          {from && to && from !== to && <RoleChanges from={from} to={to} />}
        </div>
        {change.error && <ProblemBlock error={change.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" isPending={change.isPending} isDisabled={role === member.role}>
            <Trans>Change the role</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

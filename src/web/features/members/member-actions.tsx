import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { useActing } from '../me/use-acting.ts';
import { inviteAgain } from './member-calls.ts';
import type { Member } from './members.query.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { SecondFactorDialog } from './second-factor-dialog.tsx';
import { useMemberDeed } from './use-member-deed.ts';

/** What gives and takes access. */
export function MemberActions({
  member,
  onRemoved,
}: {
  readonly member: Member;
  readonly onRemoved: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const [asked, setAsked] = useState<'factor' | 'removal'>();
  const isFirst = member.state === 'not_invited';
  const invitation = useMemberDeed({
    act: () => inviteAgain(mandate.id, member.userId),
    said: () =>
      isFirst ? t`The invitation goes to ${member.email}.` : t`The invitation goes to ${member.email} again.`,
  });
  const close = () => setAsked(undefined);
  return (
    <div className="flex flex-col gap-3">
      {invitation.error && <ProblemBlock error={invitation.error} />}
      <div className="flex flex-wrap gap-2">
        {member.state !== 'active' && (
          <Button small isPending={invitation.isPending} onPress={() => invitation.mutate()}>
            {isFirst ? <Trans>Send the invitation</Trans> : <Trans>Send the invitation again</Trans>}
          </Button>
        )}
        {member.twoFactorEnabled && (
          <Button small look="danger" onPress={() => setAsked('factor')}>
            <Trans>Take the second factor away</Trans>
          </Button>
        )}
        <Button small look="danger" onPress={() => setAsked('removal')}>
          <Trans>Remove from the mandate</Trans>
        </Button>
      </div>
      {asked === 'factor' && <SecondFactorDialog member={member} onClose={close} />}
      {asked === 'removal' && <RemoveDialog member={member} onDone={onRemoved} onClose={close} />}
    </div>
  );
}

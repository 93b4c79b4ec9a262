import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { LANGUAGE_NAMES } from '#web/lib/language/page-language.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Button } from '#web/ui/button.tsx';
import { ROLE_TEXTS } from '../roles/role-texts.ts';
import { StateBadge } from './member-table.tsx';
import type { Member } from './members.query.ts';

/** Who it is, with which role. */
export function MemberFacts({
  member,
  onChangeRole,
}: {
  readonly member: Member;
  readonly onChangeRole: () => void;
}): ReactElement {
  const { t } = useLingui();
  const role = ROLE_TEXTS[member.role];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
      <Fact name={<Trans>E-mail</Trans>}>
        <span className="break-all">{member.email}</span>
      </Fact>
      <Fact name={<Trans>Role</Trans>}>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{t(role.name)}</span>
          <Button small onPress={onChangeRole}>
            <Trans>Change the role</Trans>
          </Button>
        </span>
        <span className="block text-muted text-sm">{t(role.meaning)}</span>
      </Fact>
      <Fact name={<Trans>State</Trans>}>
        <StateBadge state={member.state} />
      </Fact>
      <Fact name={<Trans>Second factor</Trans>}>
        {member.twoFactorEnabled ? <Trans>on</Trans> : <Trans>off</Trans>}
      </Fact>
      <Fact name={<Trans>Language</Trans>}>{LANGUAGE_NAMES[member.language]}</Fact>
      <Fact name={<Trans>User since</Trans>}>
        <span className="figures">{timeText(member.memberSince)}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { limitOf } from '../limits/limit-subject.ts';
import type { Limit } from '../limits/limits.query.ts';
import { RoleNameText } from '../roles/role-name-text.tsx';
import { type MonthSpend, spendOf } from './member-month-spend.ts';
import type { Member } from './members.query.ts';

/** Of columns whose amounts come later than the rows: what is there does not move then. */
const AMOUNT_WIDTH = 'min-w-36';

/** Users, each with a link to his drawer. */
export function MemberTable({
  members,
  spend,
  limits,
}: {
  readonly members: readonly Member[];
  /** Undefined: not read yet, or not allowed. */
  readonly spend: MonthSpend | undefined;
  readonly limits: readonly Limit[] | undefined;
}): ReactElement {
  const { t } = useLingui();
  const limitOfUser = ({ userId }: Member) =>
    limits && limitOf(limits, { scope: 'user', id: userId })?.monthlyChf;
  const columns: readonly Column<Member>[] = [
    {
      id: 'name',
      title: <Trans>User</Trans>,
      isRowTitle: true,
      className: 'min-w-32 sm:min-w-44',
      cell: (member) => <MemberLink member={member} />,
    },
    {
      id: 'role',
      title: <Trans>Role</Trans>,
      cell: ({ role }) => <RoleNameText role={role} />,
    },
    { id: 'state', title: <Trans>State</Trans>, cell: ({ state }) => <StateBadge state={state} /> },
    {
      id: 'factor',
      title: <Trans>Second factor</Trans>,
      cell: ({ twoFactorEnabled }) => <FactorText isOn={twoFactorEnabled} />,
    },
    {
      id: 'spend',
      title: <Trans>This month</Trans>,
      align: 'end',
      className: AMOUNT_WIDTH,
      cell: ({ userId }) => (
        <Money
          chf={spend && spendOf(spend, userId)}
          none={t`Not known: only those who spend most are counted one by one`}
        />
      ),
    },
    {
      id: 'limit',
      title: <Trans>Limit per month</Trans>,
      align: 'end',
      className: AMOUNT_WIDTH,
      cell: (member) => <Money chf={limitOfUser(member)} none={t`no limit of their own`} />,
    },
  ];
  return <ShortTable label={t`Users`} columns={columns} rows={members} rowKey={({ userId }) => userId} />;
}

function MemberLink({ member }: { readonly member: Member }): ReactElement {
  return (
    <>
      <Link
        to="/billing/settings/users/$userId"
        params={{ userId: member.userId }}
        search={({ mandate, q }) => ({ mandate, q })}
        resetScroll={false}
        className="inline-block min-h-6 break-words font-medium text-accent underline-offset-4 hover:underline"
      >
        {member.name}
      </Link>
      <span className="wrap-anywhere block text-muted text-sm">{member.email}</span>
    </>
  );
}

/** Not written to yet, invited, or with a password or single sign-on of his own. */
export function StateBadge({ state }: { readonly state: Member['state'] }): ReactElement {
  switch (state) {
    case 'active':
      return (
        <Badge tone="good">
          <Trans>active</Trans>
        </Badge>
      );
    case 'invited':
      return (
        <Badge tone="warn">
          <Trans>invited</Trans>
        </Badge>
      );
    case 'not_invited':
      return (
        <Badge>
          <Trans>not invited yet</Trans>
        </Badge>
      );
  }
}

function FactorText({ isOn }: { readonly isOn: boolean }): ReactElement {
  if (!isOn)
    return (
      <span className="text-muted">
        <Trans>off</Trans>
      </span>
    );
  return (
    <span className="inline-flex items-center gap-1.5">
      <ShieldCheck aria-hidden className="size-4 text-good" />
      <Trans>on</Trans>
    </span>
  );
}

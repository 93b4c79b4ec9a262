import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { balanceQuery } from '../balance/balance.query.ts';
import { limitsQuery } from '../limits/limits.query.ts';
import { useActing } from '../me/use-acting.ts';
import { abilitiesQuery } from './abilities.query.ts';
import { memberQuery } from './member.query.ts';
import { MemberActions } from './member-actions.tsx';
import { MemberDialogs } from './member-dialogs.tsx';
import { MemberFacts } from './member-facts.tsx';
import { SpendSection } from './member-spend-section.tsx';
import type { Member } from './members.query.ts';
import type { MemberDeed } from './members-search.ts';
import { WalletSection } from './wallet-section.tsx';
import { WhySection } from './why-section.tsx';

interface DrawerProps {
  readonly userId: string;
  readonly deed: MemberDeed | undefined;
  readonly onDeed: (deed: MemberDeed | undefined) => void;
  readonly onClose: () => void;
}

/** Everything about one user, beside the list. Drawn at once when all of it is known, so that nothing of it moves. */
export function MemberDrawer(props: DrawerProps): ReactElement {
  const { mandate, may } = useActing();
  const member = useQuery(memberQuery(mandate.id, props.userId));
  const balance = useQuery({ ...balanceQuery(mandate.id), enabled: may('resource.billing.read') });
  const limits = useQuery({ ...limitsQuery(mandate.id), enabled: may('resource.billing.settings') });
  const abilities = useQuery(abilitiesQuery(mandate.id, props.userId));
  const isAwaited = [balance, limits, abilities].some(({ isLoading }) => isLoading);
  return (
    <DialogFrame
      side
      isOpen
      title={member.data?.name ?? <Trans>User</Trans>}
      actions={<CopyLinkButton />}
      onClose={props.onClose}
    >
      {member.data && !isAwaited ? (
        <Sections member={member.data} hasWallet={balance.data?.billingModel === 'prepaid_user'} {...props} />
      ) : member.error ? (
        <ProblemBlock error={member.error} retry={() => void member.refetch()} />
      ) : (
        <Skeleton className="h-[40rem] w-full" />
      )}
      {member.data && (
        <MemberDialogs member={member.data} deed={props.deed} onClose={() => props.onDeed(undefined)} />
      )}
    </DialogFrame>
  );
}

function Sections({
  member,
  hasWallet,
  ...props
}: DrawerProps & { readonly member: Member; readonly hasWallet: boolean }): ReactElement {
  return (
    <div className="flex flex-col gap-6">
      <MemberFacts member={member} onChangeRole={() => props.onDeed('role')} />
      <Section title={<Trans>Spending</Trans>}>
        <SpendSection member={member} />
      </Section>
      {hasWallet && (
        <Section title={<Trans>Wallet</Trans>}>
          <WalletSection member={member} />
        </Section>
      )}
      <Section title={<Trans>Why may this user do that?</Trans>}>
        <WhySection member={member} />
      </Section>
      <Section title={<Trans>Access</Trans>}>
        <MemberActions member={member} onRemoved={props.onClose} />
      </Section>
    </div>
  );
}

function Section({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className="border-line border-t pt-4">
      <h3 className="mb-3 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

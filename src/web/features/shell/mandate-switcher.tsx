import { Trans, useLingui } from '@lingui/react/macro';
import { Building2, ChevronsUpDown } from 'lucide-react';
import { lazy, type ReactElement } from 'react';
import { operatorMandate } from '#web/features/me/acting-mandate.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { Badge } from '#web/ui/badge.tsx';
import { LateMenu } from './late-menu.tsx';

const loadMenu = () => import('./mandate-menu.tsx');
const MandateMenu = lazy(async () => ({ default: (await loadMenu()).MandateMenu }));

/** Whose money is used. Who has only one mandate has nothing to choose. */
export function MandateSwitcher(): ReactElement {
  const { me, mandate } = useActing();
  const { t } = useLingui();
  const canChoose = me.mandates.length > 1 || operatorMandate(me) !== undefined || mandate.isVisited;
  if (!canChoose)
    return (
      <p className="flex min-h-9 min-w-0 items-center gap-2 px-2.5">
        <MandateName />
      </p>
    );
  return (
    <LateMenu
      label={t`Mandate: ${mandate.name}. Choose another`}
      menu={MandateMenu}
      preload={loadMenu}
      className="flex min-h-9 min-w-0 cursor-pointer items-center gap-2 rounded-lg border border-line bg-surface px-2.5 hover:border-line-strong"
    >
      <MandateName />
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
    </LateMenu>
  );
}

function MandateName(): ReactElement {
  const { mandate } = useActing();
  return (
    <>
      <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="sr-only">
        <Trans>Mandate</Trans>
      </span>
      <span className="min-w-0 max-w-56 truncate font-medium" title={mandate.name}>
        {mandate.name}
      </span>
      {mandate.status !== 'active' && <MandateStatusBadge status={mandate.status} />}
    </>
  );
}

function MandateStatusBadge({ status }: { readonly status: 'suspended' | 'closed' }): ReactElement {
  return (
    <Badge tone="bad">{status === 'suspended' ? <Trans>suspended</Trans> : <Trans>closed</Trans>}</Badge>
  );
}

import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { providerName } from '#kernel/provider-name.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { useRefreshMe } from '#web/features/me/use-refresh-me.ts';
import { notifyWithUndo } from '#web/lib/notices.ts';
import { changeRule, type RuleTarget } from './change-rule.ts';
import { modelCell, providerCell, type RoleCell } from './role-cell.ts';
import { RoleNameText } from './role-name-text.tsx';
import { type Roles, type RoleView, rolesQuery } from './roles.query.ts';

interface Change {
  readonly target: RuleTarget;
  readonly cell: RoleCell;
}

/** A press on a cell: changes the rule, shows what follows from it, and offers to undo it. */
export function useRuleChange() {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const refreshMe = useRefreshMe();
  const show = (view: RoleView) => {
    queryClient.setQueryData(rolesQuery(mandate.id).queryKey, (roles: Roles | undefined) =>
      roles ? { ...roles, roles: roles.roles.map((each) => (each.role === view.role ? view : each)) } : roles,
    );
    void queryClient.invalidateQueries({ queryKey: ['abilities', mandate.id] });
    // It may be the role of whoever changes it.
    void refreshMe();
  };
  const undo = useMutation({
    mutationFn: ({ target, cell }: Change) => changeRule(mandate.id, target, cell.ownRule),
    onSuccess: show,
  });
  const change = useMutation({
    mutationFn: (change: Change) => pressed(mandate.id, change),
    onSuccess: (view, done) => {
      show(view);
      notifyWithUndo(<ChangedText target={done.target} isAllowed={isAllowedIn(view, done.target)} />, () =>
        undo.mutate(done),
      );
    },
  });
  const running = change.isPending ? change.variables : undo.isPending ? undo.variables : undefined;
  return { press: change.mutate, running: running?.target, error: change.error ?? undo.error };
}

/** Without the rule that denies it something else may allow it; if nothing does, a rule of its own has to. */
async function pressed(mandateId: string, { target, cell }: Change): Promise<RoleView> {
  if (cell.press === 'deny') return changeRule(mandateId, target, false);
  if (cell.press === 'allow') return changeRule(mandateId, target, true);
  const view = await changeRule(mandateId, target, undefined);
  return isAllowedIn(view, target) ? view : changeRule(mandateId, target, true);
}

function isAllowedIn(view: RoleView, { provider, model }: RuleTarget): boolean {
  const cell = model === undefined ? providerCell(view, provider) : modelCell(view, provider, model);
  return cell?.allowed ?? false;
}

function ChangedText({ target, isAllowed }: { readonly target: RuleTarget; readonly isAllowed: boolean }) {
  const what = target.model ?? providerName(target.provider);
  const role = <RoleNameText role={target.role} />;
  return isAllowed ? (
    <Trans>
      {what} is allowed for the role {role}.
    </Trans>
  ) : (
    <Trans>
      {what} is denied for the role {role}.
    </Trans>
  );
}

import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { CellReason } from './role-cell.ts';

/** Why something is allowed or denied, in a sentence that names the rule which decides. */
export function WhyText({
  reason,
  rule,
}: {
  readonly reason: CellReason;
  readonly rule: string | undefined;
}): ReactElement {
  const named = <code className="wrap-anywhere rounded bg-sunken px-1 text-sm">{rule}</code>;
  switch (reason) {
    case 'own_rule_allows':
      return <Trans>Allowed: the role has a rule about exactly this, {named}.</Trans>;
    case 'other_rule_allows':
      return <Trans>Allowed: the role’s rule {named} holds for all providers.</Trans>;
    case 'own_rule_denies':
      return (
        <Trans>
          Denied: the role has a rule about exactly this, {named}. A rule that denies beats every rule that
          allows.
        </Trans>
      );
    case 'other_rule_denies':
      return rule === undefined ? (
        <Trans>Denied by a wider rule of the role. It has to be changed first.</Trans>
      ) : (
        <Trans>Denied by a wider rule of the role, {named}. It has to be changed first.</Trans>
      );
    case 'no_rule_allows':
      return <Trans>Denied: no rule of the role allows it.</Trans>;
    case 'never':
      return <Trans>Never: this role cannot call AI, in no mandate. No rule can allow it.</Trans>;
    case 'allowed_with_provider':
      return <Trans>Allowed with its provider. The role has no rule about this model.</Trans>;
    case 'denied_with_provider':
      return <Trans>Denied with its provider: no model of it can be used.</Trans>;
  }
}

import { useLingui } from '@lingui/react/macro';
import { ROLE_TEXTS } from './role-texts.ts';
import type { RoleName } from './roles.query.ts';

/** What people call a role. */
export function RoleNameText({ role }: { readonly role: RoleName }): string {
  const { t } = useLingui();
  return t(ROLE_TEXTS[role].name);
}

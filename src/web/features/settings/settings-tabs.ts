import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export interface SettingsTab {
  readonly to: string;
  readonly label: MessageDescriptor;
  /** The right that it needs. */
  readonly resource: string;
}

const BASE = '/billing/settings';

/** The parts of the settings of a mandate, in their order. */
export const SETTINGS_TABS: readonly SettingsTab[] = [
  { to: BASE, label: msg`General`, resource: 'resource.billing.settings' },
  { to: `${BASE}/address`, label: msg`Address`, resource: 'resource.billing.settings' },
  { to: `${BASE}/users`, label: msg`Users`, resource: 'resource.identity.users' },
  { to: `${BASE}/roles`, label: msg`Roles`, resource: 'resource.identity.users' },
  { to: `${BASE}/limits`, label: msg`Limits`, resource: 'resource.billing.settings' },
  { to: `${BASE}/api-keys`, label: msg`API keys`, resource: 'resource.identity.users' },
  { to: `${BASE}/audit`, label: msg`Audit log`, resource: 'resource.operation.audit' },
];

/** The part that an address lies in: `/billing/settings/users/usr_…` is a page of the users. */
export function tabOf(pathname: string): SettingsTab | undefined {
  const path = pathname.replace(/\/$/, '');
  const isIn = ({ to }: SettingsTab) => path === to || (to !== BASE && path.startsWith(`${to}/`));
  return SETTINGS_TABS.find(isIn);
}

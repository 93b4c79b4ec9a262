const BASE = '/billing/settings';

/** The parts of the settings of a mandate in their order, with the right that each needs. */
export const SETTINGS_TABS = [
  { to: BASE, resource: 'resource.billing.settings' },
  { to: `${BASE}/address`, resource: 'resource.billing.settings' },
  { to: `${BASE}/users`, resource: 'resource.identity.users' },
  { to: `${BASE}/roles`, resource: 'resource.identity.users' },
  { to: `${BASE}/limits`, resource: 'resource.billing.settings' },
  { to: `${BASE}/warnings`, resource: 'resource.billing.settings' },
  { to: `${BASE}/reports`, resource: 'resource.billing.settings' },
  { to: `${BASE}/api-keys`, resource: 'resource.identity.users' },
  { to: `${BASE}/chat`, resource: 'resource.workflows.settings' },
  { to: `${BASE}/audit`, resource: 'resource.operation.audit' },
] as const;

export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** The part that an address lies in: `/billing/settings/users/usr_…` is a page of the users. */
export function tabOf(pathname: string): SettingsTab | undefined {
  const path = pathname.replace(/\/$/, '');
  const isIn = ({ to }: SettingsTab) => path === to || (to !== BASE && path.startsWith(`${to}/`));
  return SETTINGS_TABS.find(isIn);
}

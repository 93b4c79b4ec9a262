/** A page that the navigation leads to. */
export interface NavigationEntry {
  readonly to:
    | '/chat'
    | '/automations'
    | '/billing'
    | '/billing/transactions'
    | '/billing/top-ups'
    | '/billing/statements'
    | '/billing/invoices'
    | '/billing/settings'
    | '/billing/settings/users'
    | '/admin/mandates'
    | '/admin/bank'
    | '/admin/invoices'
    | '/admin/prices'
    | '/admin/exchange-rates'
    | '/admin/letter-head'
    | '/admin/unknown-calls'
    | '/admin/proof'
    | '/admin/reports'
    | '/admin/outbox'
    | '/admin/mail-previews'
    | '/admin/audit';
  /** It is the present page below this address, too; default: below `to`. */
  readonly within?: string;
}

export interface NavigationGroup {
  readonly name: 'ai' | 'billing' | 'administration';
  readonly entries: readonly NavigationEntry[];
}

type May = (resource: string) => boolean;

/** The pages that somebody may use, in the order in which they are shown. Groups without any are left out. */
export function navigationFor(may: May): readonly NavigationGroup[] {
  const groups: readonly NavigationGroup[] = [
    { name: 'ai', entries: AI.filter(({ resource }) => may(resource)) },
    { name: 'billing', entries: billingEntries(may) },
    { name: 'administration', entries: ADMINISTRATION.filter(({ resource }) => may(resource)) },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Whether the page at this address is the entry's own, or one below it. */
export function isPresent({ to, within = to }: NavigationEntry, pathname: string): boolean {
  if (within === '/billing') return pathname === within;
  return pathname === within || pathname.startsWith(`${within}/`);
}

function billingEntries(may: May): readonly NavigationEntry[] {
  const settings = settingsPage(may);
  return [
    { to: '/billing' },
    { to: '/billing/transactions' },
    ...(may('resource.billing.read') ? ([{ to: '/billing/top-ups' }] as const) : []),
    ...(may('resource.billing.read')
      ? [{ to: '/billing/statements' } as const, { to: '/billing/invoices' } as const]
      : []),
    ...(settings === undefined ? [] : [{ to: settings, within: '/billing/settings' }]),
  ];
}

/** The first page of the settings that somebody may use. */
function settingsPage(may: May): '/billing/settings' | '/billing/settings/users' | undefined {
  if (may('resource.billing.settings')) return '/billing/settings';
  return may('resource.identity.users') ? '/billing/settings/users' : undefined;
}

const AI: readonly (NavigationEntry & { readonly resource: string })[] = [
  { to: '/chat', resource: 'resource.workflows.chat' },
  { to: '/automations', resource: 'resource.workflows.automations' },
];

const ADMINISTRATION: readonly (NavigationEntry & { readonly resource: string })[] = [
  { to: '/admin/mandates', resource: 'resource.billing.overview' },
  { to: '/admin/bank', resource: 'resource.billing.credit' },
  { to: '/admin/invoices', resource: 'resource.billing.overview' },
  { to: '/admin/prices', resource: 'resource.billing.prices' },
  { to: '/admin/exchange-rates', resource: 'resource.billing.prices' },
  { to: '/admin/letter-head', resource: 'resource.billing.terms' },
  { to: '/admin/unknown-calls', resource: 'resource.billing.overview' },
  { to: '/admin/proof', resource: 'resource.operation.proof' },
  { to: '/admin/reports', resource: 'resource.billing.overview' },
  { to: '/admin/outbox', resource: 'resource.operation.outbox' },
  { to: '/admin/mail-previews', resource: 'resource.operation.outbox' },
  { to: '/admin/audit', resource: 'resource.operation.audit' },
];

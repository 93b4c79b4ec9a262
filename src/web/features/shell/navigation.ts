import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  ArrowLeftRight,
  Building2,
  CircleHelp,
  Gauge,
  type LucideIcon,
  Mail,
  ReceiptText,
  ScrollText,
  Settings,
  ShieldCheck,
  Tags,
} from 'lucide-react';

/** A page that the navigation leads to. */
export interface NavigationEntry {
  readonly to:
    | '/billing'
    | '/billing/transactions'
    | '/billing/settings'
    | '/billing/settings/users'
    | '/admin/mandates'
    | '/admin/prices'
    | '/admin/exchange-rates'
    | '/admin/unknown-calls'
    | '/admin/proof'
    | '/admin/outbox'
    | '/admin/audit';
  readonly text: MessageDescriptor;
  readonly icon: LucideIcon;
  /** It is the present page below this address, too; default: below `to`. */
  readonly within?: string;
}

export interface NavigationGroup {
  readonly title: MessageDescriptor;
  readonly entries: readonly NavigationEntry[];
}

type May = (resource: string) => boolean;

/** The pages that somebody may use, in the order in which they are shown. Groups without any are left out. */
export function navigationFor(may: May): readonly NavigationGroup[] {
  return [
    { title: msg`Billing`, entries: billingEntries(may) },
    { title: msg`Administration`, entries: administrationEntries(may) },
  ].filter(({ entries }) => entries.length > 0);
}

/** Whether the page at this address is the entry's own, or one below it. */
export function isPresent({ to, within = to }: NavigationEntry, pathname: string): boolean {
  if (within === '/billing') return pathname === within;
  return pathname === within || pathname.startsWith(`${within}/`);
}

function billingEntries(may: May): readonly NavigationEntry[] {
  const settings = { text: msg`Settings`, icon: Settings, within: '/billing/settings' };
  return [
    { to: '/billing', text: msg`Overview`, icon: Gauge },
    { to: '/billing/transactions', text: msg`Transactions`, icon: ReceiptText },
    ...(may('resource.billing.settings')
      ? [{ ...settings, to: '/billing/settings' } as const]
      : may('resource.identity.users')
        ? [{ ...settings, to: '/billing/settings/users' } as const]
        : []),
  ];
}

function administrationEntries(may: May): readonly NavigationEntry[] {
  return ADMINISTRATION.filter(({ resource }) => may(resource));
}

const ADMINISTRATION: readonly (NavigationEntry & { readonly resource: string })[] = [
  {
    to: '/admin/mandates',
    text: msg`Mandates`,
    icon: Building2,
    resource: 'resource.billing.overview',
  },
  { to: '/admin/prices', text: msg`Prices`, icon: Tags, resource: 'resource.billing.prices' },
  {
    to: '/admin/exchange-rates',
    text: msg`Exchange rates`,
    icon: ArrowLeftRight,
    resource: 'resource.billing.prices',
  },
  {
    to: '/admin/unknown-calls',
    text: msg`Calls of unknown cost`,
    icon: CircleHelp,
    resource: 'resource.billing.overview',
  },
  { to: '/admin/proof', text: msg`Proof`, icon: ShieldCheck, resource: 'resource.operation.proof' },
  { to: '/admin/outbox', text: msg`Outbox`, icon: Mail, resource: 'resource.operation.outbox' },
  { to: '/admin/audit', text: msg`Audit log`, icon: ScrollText, resource: 'resource.operation.audit' },
];

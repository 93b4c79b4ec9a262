import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  ArrowLeftRight,
  Building2,
  CircleHelp,
  FileChartColumn,
  FileText,
  Gauge,
  Landmark,
  type LucideIcon,
  Mail,
  MailOpen,
  MessagesSquare,
  QrCode,
  Receipt,
  ReceiptText,
  ScrollText,
  Settings,
  ShieldCheck,
  Stamp,
  Tags,
  Workflow,
} from 'lucide-react';
import type { NavigationEntry, NavigationGroup } from './navigation.ts';

export const GROUP_TEXTS: Readonly<Record<NavigationGroup['name'], MessageDescriptor>> = {
  ai: msg`AI`,
  billing: msg`Billing`,
  administration: msg`Administration`,
};

interface EntryLook {
  readonly text: MessageDescriptor;
  readonly icon: LucideIcon;
}

export const ENTRY_LOOKS: Readonly<Record<NavigationEntry['to'], EntryLook>> = {
  '/chat': { text: msg`Chat`, icon: MessagesSquare },
  '/automations': { text: msg`Automations`, icon: Workflow },
  '/billing': { text: msg`Overview`, icon: Gauge },
  '/billing/transactions': { text: msg`Transactions`, icon: ReceiptText },
  '/billing/top-ups': { text: msg`Top-ups`, icon: QrCode },
  '/billing/invoices': { text: msg`Invoices`, icon: Receipt },
  '/billing/statements': { text: msg`Statements`, icon: FileText },
  '/billing/settings': { text: msg`Settings`, icon: Settings },
  '/billing/settings/users': { text: msg`Settings`, icon: Settings },
  '/admin/mandates': { text: msg`Mandates`, icon: Building2 },
  '/admin/bank': { text: msg`Bank payments`, icon: Landmark },
  '/admin/invoices': { text: msg`Invoices`, icon: Receipt },
  '/admin/prices': { text: msg`Prices`, icon: Tags },
  '/admin/exchange-rates': { text: msg`Exchange rates`, icon: ArrowLeftRight },
  '/admin/letter-head': { text: msg`Letter head`, icon: Stamp },
  '/admin/unknown-calls': { text: msg`Calls of unknown cost`, icon: CircleHelp },
  '/admin/proof': { text: msg`Proof`, icon: ShieldCheck },
  '/admin/reports': { text: msg`Monthly reports`, icon: FileChartColumn },
  '/admin/outbox': { text: msg`Outbox`, icon: Mail },
  '/admin/mail-previews': { text: msg`Mail previews`, icon: MailOpen },
  '/admin/audit': { text: msg`Audit log`, icon: ScrollText },
};

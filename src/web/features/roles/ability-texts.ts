import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

const TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  'resource.billing.own': msg`See their own bookings and what they can spend`,
  'resource.billing.read': msg`See all bookings, balances and statistics of the mandate`,
  'resource.billing.settings': msg`Set warnings, limits, language and address`,
  'resource.billing.transfer': msg`Move credit between the pool and the wallets of users`,
  'resource.billing.top_up': msg`Ask for top-ups by bank transfer`,
  'resource.billing.terms': msg`Set billing model, credit limit and markup`,
  'resource.billing.credit': msg`Top up, refund and adjust`,
  'resource.billing.overview': msg`See balances, spending and margin of all mandates`,
  'resource.billing.prices': msg`Set prices and exchange rates`,
  'resource.workflows.chat': msg`Chat`,
  'resource.workflows.automations': msg`Have automations of their own`,
  'resource.workflows.all_automations': msg`Manage the automations of all users`,
  'resource.workflows.settings': msg`Set how long conversations are kept`,
  'resource.identity.keys': msg`Have API keys of their own`,
  'resource.identity.users': msg`Manage users, roles and all API keys`,
  'resource.identity.mandates': msg`Make, suspend and close mandates`,
  'resource.operation.audit': msg`Read the audit log`,
  'resource.operation.outbox': msg`Read the outbox`,
  'resource.operation.proof': msg`See the proof, and start a recount`,
  'resource.operation.metrics': msg`Read the metrics`,
};

/** What a right allows, in words; its own name for one that these pages do not know yet. */
export function abilityText(resource: string): MessageDescriptor {
  return TEXTS[resource] ?? { id: `ability:${resource}`, message: resource };
}

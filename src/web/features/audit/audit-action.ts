import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What somebody did, in words. The names are those of the audit log. */
const ACTION_TEXTS = {
  'mandate.created': msg`Mandate created`,
  'mandate.changed': msg`Mandate changed`,
  'settings.changed': msg`Billing settings changed`,
  'address.changed': msg`Billing address changed`,
  'user.invited': msg`User invited`,
  'user.invited_again': msg`User invited again`,
  'user.changed': msg`User changed`,
  'user.removed': msg`User removed`,
  'user.second_factor_removed': msg`Second factor taken away`,
  'role.rule_changed': msg`Permission of a role changed`,
  'limit.set': msg`Spending limit set`,
  'limit.lifted': msg`Spending limit lifted`,
  'api_key.issued': msg`API key issued`,
  'api_key.renamed': msg`API key renamed`,
  'api_key.revoked': msg`API key revoked`,
  'credit.topped_up': msg`Topped up`,
  'credit.paid': msg`Payment booked`,
  'credit.adjusted': msg`Adjustment booked`,
  'credit.refunded': msg`Refund booked`,
  'credit.transferred': msg`Credit transferred`,
  'top_up.requested': msg`Top-up asked for`,
  'top_up.cancelled': msg`Request for a top-up cancelled`,
  'bank_file.uploaded': msg`Bank file uploaded`,
  'bank_payment.credited': msg`Bank payment credited by hand`,
  'bank_payment.refused': msg`Bank payment not credited`,
  'bank_payment.reversed': msg`Top-up taken back by the bank`,
  'bank_payment.undone': msg`Decision about a bank payment undone`,
  'wallet.warnings_changed': msg`Warnings of a wallet changed`,
  'webhook.set': msg`Webhook set`,
  'webhook.secret_renewed': msg`New secret of the webhook`,
  'webhook.removed': msg`Webhook taken away`,
  'unknown_call.charged': msg`Call of unknown cost charged`,
  'unknown_call.written_off': msg`Call of unknown cost written off`,
  'price.added': msg`New price`,
  'exchange_rate.added': msg`New exchange rate`,
  'issuer.changed': msg`Letter head changed`,
  'statement.read': msg`Statement read`,
  'invoice.read': msg`Invoice read`,
  'invoice.credited': msg`Invoice credited`,
  'invoice.held': msg`Reminders held`,
  'invoice.released': msg`Reminders go on again`,
  'invoice_rule.changed': msg`Rule of invoices changed`,
  'invoice_terms.changed': msg`Time to pay changed`,
  'proof.requested': msg`Recount started`,
  'mail.read': msg`Mail with a secret read`,
  'mail.sent_again': msg`Mail sent again`,
  'mail.bounced': msg`Mail bounced`,
  'reports.unsubscribed': msg`Unsubscribed from reports`,
  'reports.resumed': msg`Reports sent again`,
} as const satisfies Readonly<Record<string, MessageDescriptor>>;

/** What the log can be narrowed to: all that is about one thing. */
export const ACTION_GROUPS = {
  mandate: msg`Mandates`,
  settings: msg`Billing settings`,
  address: msg`Billing addresses`,
  user: msg`Users`,
  role: msg`Permissions of roles`,
  limit: msg`Spending limits`,
  api_key: msg`API keys`,
  credit: msg`Credit`,
  top_up: msg`Top-ups`,
  bank_file: msg`Bank files`,
  bank_payment: msg`Bank payments`,
  wallet: msg`Wallets`,
  webhook: msg`Webhooks`,
  unknown_call: msg`Calls of unknown cost`,
  price: msg`Prices`,
  exchange_rate: msg`Exchange rates`,
  reports: msg`Monthly reports`,
  issuer: msg`Letter head`,
  statement: msg`Statements`,
  proof: msg`Recounts`,
  mail: msg`Mails`,
} as const satisfies Readonly<Record<string, MessageDescriptor>>;

const TEXTS: Readonly<Record<string, MessageDescriptor>> = ACTION_TEXTS;

/** The words for an action; its own name for one that these pages do not know yet. `say`: the `t` of Lingui. */
export function actionText(action: string, say: (text: MessageDescriptor) => string): string {
  const text = TEXTS[action];
  return text ? say(text) : action;
}

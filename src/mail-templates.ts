import {
  creditNoteTemplate,
  invoiceTemplate,
  reminderTemplate,
} from '#billing/invoices/invoice-templates.ts';
import { balanceEmptyTemplate, balanceLowTemplate } from '#billing/notifications/warning-mail.ts';
import { topUpBillTemplate, topUpReceiptTemplate } from '#billing/payments/requests/top-up-mails.ts';
import { reportTemplate, userReportTemplate } from '#billing/reports/mail/report-sample.ts';
import { differencesTemplate, failureTemplate } from '#gateway/proof/proof-mail.ts';
import { invitationTemplate, resetTemplate } from '#identity/sign-in/password-mails.ts';
import type { MailTemplate } from '#mail/mail-template.ts';

/** Every kind of mail that Rappen writes, for the previews of the administration and the tests that read all of them. */
export const MAIL_TEMPLATES: readonly MailTemplate[] = [
  reportTemplate,
  userReportTemplate,
  invitationTemplate,
  resetTemplate,
  topUpBillTemplate,
  topUpReceiptTemplate,
  balanceLowTemplate,
  balanceEmptyTemplate,
  invoiceTemplate,
  creditNoteTemplate,
  reminderTemplate,
  differencesTemplate,
  failureTemplate,
];

import type { Db } from '#db/database.ts';
import type { MailFile } from '#mail/mail-file.ts';
import { findIssuer } from '../documents/issuer.store.ts';
import { issueStatement } from '../statements/issue-statements.ts';
import { findStatement, keptPdf } from '../statements/kept-pdf.ts';
import { statementsOfMonth } from '../statements/statement.store.ts';
import type { ReportMaking } from './compose-report.ts';

/**
 * The statement that goes along with a report, byte by byte as it is kept. It was issued in the morning by `statements/statement-job.ts`;
 * where that has not come to it (an outage, a letter head that came late) it is issued now, if it may, so that no report leaves without
 * it. It has transactions of its own: a number that was given stays given.
 */
export function issuedStatements(db: Db): ReportMaking['statementFile'] {
  return async ({ mandateId }, { label }, mayIssue): Promise<MailFile | undefined> => {
    const issued = (await statementsOfMonth(db, label, [mandateId])).get(mandateId);
    if (!issued && !(mayIssue && (await findIssuer(db)))) return undefined;
    const id = issued ?? (await issueStatement(db, mandateId, label));
    const statement = await findStatement(db, mandateId, id);
    return {
      name: `${statement.number}.pdf`,
      contentType: 'application/pdf',
      content: await keptPdf(db, statement),
    };
  };
}

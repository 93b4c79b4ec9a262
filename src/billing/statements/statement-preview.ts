import type { Db } from '#db/database.ts';
import { databaseTime } from '#db/database-time.ts';
import { AppError } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import type { StatementFigures } from './statement.contract.ts';
import { figuresOfMonth } from './statement-figures.service.ts';

/** What a statement would say now, and when now is, by the database's clock. Default: of the month that runs. Throws `issuer_missing`. */
export async function previewOf(
  db: Db,
  mandateId: MandateId,
  { month }: { readonly month?: string | undefined },
): Promise<{ readonly figures: StatementFigures; readonly issuedAt: Date }> {
  const now = await databaseTime(db);
  const label = month ?? zurichTime(now).slice(0, 7);
  const figures = (await figuresOfMonth(db, [mandateId], label)).get(mandateId);
  if (!figures) throw new AppError('not_found');
  if (figures instanceof Error) throw figures;
  return { figures, issuedAt: now };
}

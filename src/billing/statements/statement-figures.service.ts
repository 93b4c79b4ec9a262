import type { Db, Tx } from '#db/database.ts';
import { databaseError } from '#db/database-error.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { type Issuer, readIssuer } from '../documents/issuer.store.ts';
import type { StatementFigures } from './statement.contract.ts';
import { entryFacts, typeSums, usageSums, vatRates, walletFacts } from './statement-facts.store.ts';
import type { StatementFacts } from './statement-facts.ts';
import { type FiguresContext, statementFigures } from './statement-figures.ts';
import { statementMandates } from './statement-mandate.store.ts';
import { type StatementMonth, statementMonth } from './statement-month.ts';
import { ratesWithin, type VatRate } from './vat.ts';

/** Of one mandate: its figures, or why there are none (they do not add up). */
export type FiguresOutcome = StatementFigures | Error;

/**
 * The figures of a month (`2026-11`) for many mandates, all of one instant; of a month that runs, as it is now. Mandates that do not exist, or have no
 * billing settings, are left out. Throws `issuer_missing`.
 */
export async function figuresOfMonth(
  db: Db,
  mandateIds: readonly MandateId[],
  label: string,
): Promise<ReadonlyMap<MandateId, FiguresOutcome>> {
  const issuer = await readIssuer(db);
  const month = statementMonth(label);
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => figuresWithin(tx, mandateIds, { month, issuer }));
  } catch (error) {
    throw databaseError(error);
  }
}

async function figuresWithin(
  tx: Tx,
  mandateIds: readonly MandateId[],
  { month, issuer }: { readonly month: StatementMonth; readonly issuer: Issuer },
): Promise<ReadonlyMap<MandateId, FiguresOutcome>> {
  const rates = ratesWithin(await vatRates(tx), month);
  const facts = await readFacts(tx, mandateIds, month, rates);
  const owners = facts.flatMap(({ wallets }) => wallets.map(({ userId }) => userId));
  const names = await namesOfUsers(
    tx,
    owners.filter((userId) => userId !== undefined),
  );
  const context = {
    ...{ month, issuer, rates },
    nameOf: (userId: UserId) => names.get(userId)?.name || names.get(userId)?.email || userId,
  };
  return new Map(facts.map((one) => [one.mandate.mandateId, figuresOrError(one, context)]));
}

/** What is wrong with one mandate keeps none of the others from its statement. */
function figuresOrError(facts: StatementFacts, context: FiguresContext): FiguresOutcome {
  try {
    return statementFigures(facts, context);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function readFacts(
  tx: Tx,
  mandateIds: readonly MandateId[],
  month: StatementMonth,
  rates: readonly VatRate[],
): Promise<readonly StatementFacts[]> {
  const query = { mandateIds, month, rateDays: rates.slice(1).map(({ validFrom }) => validFrom) };
  const mandates = await statementMandates(tx, mandateIds);
  const wallets = Map.groupBy(await walletFacts(tx, query), ({ mandateId }) => mandateId);
  const sums = Map.groupBy(await typeSums(tx, query), ({ mandateId }) => mandateId);
  const entries = Map.groupBy(await entryFacts(tx, query), ({ mandateId }) => mandateId);
  const usage = Map.groupBy(await usageSums(tx, query), ({ mandateId }) => mandateId);
  return mandates.map((mandate) => ({
    mandate,
    wallets: wallets.get(mandate.mandateId) ?? [],
    sums: sums.get(mandate.mandateId) ?? [],
    entries: entries.get(mandate.mandateId) ?? [],
    usage: usage.get(mandate.mandateId) ?? [],
  }));
}

import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { isUnavailable, throwFaults, tryAlone } from '#kernel/drain.ts';
import { AppError } from '#kernel/error.ts';
import { idOf, type MandateId, newId, uuidOf } from '#kernel/id.ts';
import { type BillingAddress, findAddress } from '../addresses/billing-address.store.ts';
import { insertDocuments } from '../documents/billing-document.store.ts';
import { takeNumber } from '../documents/document-number.ts';
import type { Issuer } from '../documents/issuer.store.ts';
import { makeReference } from '../payments/references/payment-reference.ts';
import { lockBilling } from '../postings/posting-wallet.ts';
import type { StatementFigures } from '../statements/statement.contract.ts';
import { vatRates } from '../statements/statement-facts.store.ts';
import { type FiguresOutcome, figuresOfMonth } from '../statements/statement-figures.service.ts';
import { type StatementMonth, statementMonth } from '../statements/statement-month.ts';
import { ratesWithin, type VatRate } from '../statements/vat.ts';
import { insertInvoice } from './invoice.store.ts';
import { dueDay, lastWholeMonth, monthsBetween, zurichDay } from './invoice-days.ts';
import type { InvoiceFigures } from './invoice-figures.ts';
import {
  carriedInto,
  creditedWithin,
  isDecided,
  type MonthOutcome,
  undecidedMandates,
  upsertMonth,
  type WaitReason,
} from './invoice-month.store.ts';
import { paymentDaysOf, readInvoiceRule } from './invoice-rule.store.ts';
import { type MonthCharges, monthCharges } from './month-charges.ts';

/** Figures that are read in one snapshot. */
const AT_A_TIME = 100;
/** In front of the number in a reference, which tells invoices from requests for a top-up. */
const REFERENCE_SERIES = '2';

/** How many months of mandates were decided. */
export type IssuedCounts = Record<MonthOutcome['outcome'], number>;

/**
 * Issues every invoice that is due now and not issued yet: of each whole month since the rule's first one, for every postpaid mandate, once, on
 * whichever process. What cannot be issued waits with its reason, and is tried again; what is wrong with one is thrown once the others are issued.
 */
export async function issueInvoices(db: Db, now: Date): Promise<IssuedCounts> {
  const counts: IssuedCounts = { issued: 0, nothing: 0, waiting: 0 };
  const { firstMonth } = await readInvoiceRule(db);
  const rates = await vatRates(db);
  const faults: unknown[] = [];
  for (const label of monthsBetween(firstMonth, lastWholeMonth(now))) {
    const month = statementMonth(label);
    let after: MandateId | undefined;
    for (;;) {
      const mandateIds = await undecidedMandates(db, month, after, AT_A_TIME);
      after = mandateIds.at(-1);
      if (after === undefined) break;
      const outcomes = await figuresOf(db, mandateIds, label);
      for (const mandateId of mandateIds) {
        const figures = outcomes.get(mandateId);
        const work = { mandateId, month, figures, rates, now };
        await tryAlone(faults, async () => {
          const outcome = await transaction(db, (tx) => decideMonth(tx, work)).catch(waitFor(db, work));
          if (outcome) counts[outcome]++;
        });
      }
    }
  }
  throwFaults(faults);
  return counts;
}

type Figures = FiguresOutcome | 'issuer_missing' | undefined;

async function figuresOf(
  db: Db,
  mandateIds: readonly MandateId[],
  label: string,
): Promise<ReadonlyMap<MandateId, Figures>> {
  try {
    return await figuresOfMonth(db, mandateIds, label);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'issuer_missing') throw error;
    return new Map(mandateIds.map((mandateId) => [mandateId, 'issuer_missing']));
  }
}

interface MonthWork {
  readonly mandateId: MandateId;
  readonly month: StatementMonth;
  readonly figures: Figures;
  readonly rates: readonly VatRate[];
  readonly now: Date;
}

/** Undefined: another process was faster. */
async function decideMonth(tx: Tx, work: MonthWork): Promise<MonthOutcome['outcome'] | undefined> {
  const { mandateId, month } = work;
  await lockBilling(tx, mandateId);
  if (await isDecided(tx, mandateId, month.label)) return undefined;
  const decided = await issueOrNot(tx, work);
  await upsertMonth(tx, mandateId, month.label, decided);
  return decided.outcome;
}

/** So that people see which one it is; then the fault goes on. */
function waitFor(db: Db, { mandateId, month }: MonthWork): (error: unknown) => Promise<never> {
  return async (error) => {
    if (isUnavailable(error)) throw error;
    await transaction(db, async (tx) => {
      await lockBilling(tx, mandateId);
      if (await isDecided(tx, mandateId, month.label)) return;
      await upsertMonth(tx, mandateId, month.label, { outcome: 'waiting', reason: 'does_not_add_up' });
    });
    throw error;
  };
}

async function issueOrNot(tx: Tx, work: MonthWork): Promise<MonthOutcome> {
  const { figures, mandateId } = work;
  const wait = (reason: WaitReason) => ({ outcome: 'waiting', reason }) as const;
  if (figures === 'issuer_missing') return wait('issuer_missing');
  if (figures === undefined || figures instanceof Error) return wait('does_not_add_up');
  const charges = await chargesOf(tx, work, figures);
  if (charges.charged <= 0n)
    return { outcome: 'nothing', carried: charges.charged < 0n ? charges.byRate : [] };
  const { issuer } = figures;
  const iban = issuer.qrIban ?? issuer.iban;
  if (iban === null) return wait('account_missing');
  const recipient = await findAddress(tx, mandateId);
  if (!recipient) return wait('address_missing');
  await issue(tx, work, figures, { charges, issuer, iban, recipient });
  return { outcome: 'issued' };
}

async function chargesOf(
  tx: Tx,
  { mandateId, month, rates }: MonthWork,
  figures: StatementFigures,
): Promise<MonthCharges> {
  const within = ratesWithin(rates, month);
  const credited = await creditedWithin(tx, mandateId, month);
  return monthCharges(figures, {
    ratesPpm: within.map(({ ratePpm }) => ratePpm),
    creditNotes: credited.map(({ day, amount }) => ({
      segment: Math.max(
        0,
        within.findLastIndex(({ validFrom }) => validFrom <= day),
      ),
      amount,
    })),
    carried: await carriedInto(tx, mandateId, month.label),
  });
}

async function issue(
  tx: Tx,
  { mandateId, month, now }: MonthWork,
  { language }: StatementFigures,
  facts: {
    readonly charges: MonthCharges;
    readonly issuer: Issuer;
    readonly iban: string;
    readonly recipient: BillingAddress;
  },
): Promise<void> {
  const { charges, issuer, iban, recipient } = facts;
  const issuedOn = zurichDay(now);
  const paymentDays = await paymentDaysOf(tx, mandateId);
  // Late: whoever issues another invoice waits from here on.
  const number = await takeNumber(tx, 'invoice', Number(issuedOn.slice(0, 4)));
  const reference = makeReference(iban, BigInt(REFERENCE_SERIES + number.replace(/\D/g, '')));
  const figures: InvoiceFigures = {
    ...{ language, issuer, recipient, iban, reference, issuedOn, paymentDays },
    ...{ month: month.label, firstDay: month.firstDay, lastDay: month.lastDay },
    dueOn: dueDay(issuedOn, paymentDays),
    lines: charges.lines,
    charged: `${charges.charged}`,
    vat: charges.vat,
    total: `${charges.total}`,
  };
  const id = newId('inv');
  const document = { mandateId, id: idOf('doc', uuidOf(id)), number, language, figures, issuedAt: now };
  await insertDocuments(tx, [{ ...document, kind: 'invoice', period: month.label }]);
  await insertInvoice(tx, {
    ...{ mandateId, id, number, reference, issuedOn, dueOn: figures.dueOn, month: month.label },
    total: charges.total,
    walletTotal: charges.charged,
  });
}

import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type BankFileId, idOf, type UserId, uuidOf } from '#kernel/id.ts';
import type { BankFileKind, BankStatement } from '../camt/bank-file.ts';

/** A file as it was uploaded, without its content. */
export interface BankFile {
  readonly id: BankFileId;
  readonly name: string;
  readonly kind: BankFileKind;
  readonly messageId: string;
  /** Hex. */
  readonly sha256: string;
  readonly payments: number;
  readonly statements: readonly StoredStatement[];
  readonly uploadedBy: UserId;
  readonly uploadedAt: Date;
}

/** As `BankStatement`, sums as decimal texts of nano units. */
export interface StoredStatement extends Pick<BankStatement, 'iban' | 'entries'> {
  readonly sum: string;
  readonly creditSum: string;
  readonly debitSum: string;
  readonly statedEntries: number | null;
  readonly statedSum: string | null;
}

export type BankFileTables = {
  bank_file: {
    id: string;
    name: string;
    kind: BankFileKind;
    message_id: string;
    sha256: string;
    content: Buffer;
    payments: number;
    statements: StoredStatement[];
    uploaded_by: string;
    uploaded_at: Date;
  };
};

const COLUMNS = [
  'id',
  'name',
  'kind',
  'message_id',
  'sha256',
  'payments',
  'statements',
  'uploaded_by',
  'uploaded_at',
] as const;

/** Whoever else uploads a file waits until the transaction ends: of two files with the same payments one is the first. */
export async function lockBankFiles(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7265724)`.execute(tx);
}

export async function insertBankFile(
  tx: Tx,
  file: Omit<BankFile, 'statements' | 'uploadedAt'> & {
    readonly content: Buffer;
    readonly statements: readonly BankStatement[];
  },
): Promise<void> {
  await tx
    .withTables<BankFileTables>()
    .insertInto('bank_file')
    .values({
      id: uuidOf(file.id),
      name: file.name,
      kind: file.kind,
      message_id: file.messageId,
      sha256: file.sha256,
      content: file.content,
      payments: file.payments,
      statements: sql`${JSON.stringify(file.statements.map(storeStatement))}::jsonb`,
      uploaded_by: uuidOf(file.uploadedBy),
      uploaded_at: sql`clock_timestamp()`,
    })
    .execute();
}

export function storeStatement(statement: BankStatement): StoredStatement {
  const { sum, creditSum, debitSum, statedSum, statedEntries, ...same } = statement;
  return {
    ...same,
    sum: `${sum}`,
    creditSum: `${creditSum}`,
    debitSum: `${debitSum}`,
    statedSum: statedSum === undefined ? null : `${statedSum}`,
    statedEntries: statedEntries ?? null,
  };
}

export async function findBankFile(
  db: Db,
  by: { readonly id: BankFileId } | { readonly sha256: string },
): Promise<BankFile | undefined> {
  const query = db.withTables<BankFileTables>().selectFrom('bank_file').select(COLUMNS);
  const found = 'id' in by ? query.where('id', '=', uuidOf(by.id)) : query.where('sha256', '=', by.sha256);
  const row = await found.executeTakeFirst();
  return row && readBankFile(row);
}

/** As it came, byte for byte. */
export async function findBankFileContent(db: Db, id: BankFileId): Promise<Buffer | undefined> {
  const row = await db
    .withTables<BankFileTables>()
    .selectFrom('bank_file')
    .select('content')
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row?.content;
}

/** The newest first, from the one after `before` on. */
export async function listBankFiles(
  db: Db,
  before: string | undefined,
  limit: number,
): Promise<readonly BankFile[]> {
  const query = db.withTables<BankFileTables>().selectFrom('bank_file').select(COLUMNS);
  const rows = await (before === undefined ? query : query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(readBankFile);
}

/** How many payments of each state the files have, and what was credited for them in nano-CHF. */
export async function countPayments(
  db: Db,
  ids: readonly BankFileId[],
): Promise<ReadonlyMap<BankFileId, readonly StateCount[]>> {
  const { rows } = await sql<{ file_id: string; state: string; count: bigint; credited: bigint }>`
    select file_id, state, count(*) as count, coalesce(sum(credited), 0)::int8 as credited
    from bank_payment where file_id = any(${ids.map(uuidOf)}::uuid[]) group by 1, 2`.execute(db);
  const groups = Map.groupBy(rows, (row) => idOf('bnk', row.file_id));
  return new Map(
    ids.map((id) => [
      id,
      (groups.get(id) ?? []).map(({ state, count, credited }) => ({ state, count: Number(count), credited })),
    ]),
  );
}

export interface StateCount {
  readonly state: string;
  readonly count: number;
  readonly credited: bigint;
}

function readBankFile(row: Omit<BankFileTables['bank_file'], 'content'>): BankFile {
  const { id, message_id: messageId, uploaded_by, uploaded_at: uploadedAt, ...same } = must(row, 'a file');
  return { ...same, id: idOf('bnk', id), messageId, uploadedBy: idOf('usr', uploaded_by), uploadedAt };
}

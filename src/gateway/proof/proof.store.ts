import { type Generated, sql } from 'kysely';
import type { Difference, Recount } from '#billing/verify/difference.ts';
import type { Db } from '#db/database.ts';
import { idOf, type ProofId, uuidOf } from '#kernel/id.ts';
import { type Proof, type ProofCounts, type ProofSource, summarise } from './proof.ts';

type ProofTables = {
  proof: {
    id: string;
    source: ProofSource;
    asked_at: Generated<Date>;
    started_at: Date | null;
    finished_at: Date | null;
    ok: boolean | null;
    counts: ProofCounts | null;
    differences: Generated<readonly Difference[]>;
    differences_total: Generated<number>;
    error: string | null;
  };
};

const tables = (db: Db) => db.withTables<ProofTables>();
const now = sql<Date>`clock_timestamp()`;

/** One that waits to be started. */
export async function insertProof(db: Db, id: ProofId, source: ProofSource): Promise<void> {
  await tables(db)
    .insertInto('proof')
    .values({ id: uuidOf(id), source })
    .execute();
}

/** It starts now, or once more: what an earlier attempt has left is gone. False: it has a result, and that stays. */
export async function startProof(db: Db, id: ProofId, source: ProofSource): Promise<boolean> {
  const started = await tables(db)
    .insertInto('proof')
    .values({ id: uuidOf(id), source, started_at: now })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ started_at: now, finished_at: null, error: null })
        .where('proof.ok', 'is', null),
    )
    .returning('id')
    .executeTakeFirst();
  return started !== undefined;
}

export async function finishProof(db: Db, id: ProofId, recount: Recount): Promise<void> {
  const { ok, counts, differences, differencesTotal } = summarise(recount);
  await tables(db)
    .updateTable('proof')
    .set({
      finished_at: now,
      ok,
      counts: sql`${JSON.stringify(counts)}::jsonb`,
      differences: sql`${JSON.stringify(differences)}::jsonb`,
      differences_total: differencesTotal,
    })
    .where('id', '=', uuidOf(id))
    .execute();
}

export async function failProof(db: Db, id: ProofId, error: string): Promise<void> {
  await tables(db)
    .updateTable('proof')
    .set({ finished_at: now, error: error.slice(0, 1_000) })
    .where('id', '=', uuidOf(id))
    .execute();
}

/** Those that were started and never ended, and are not this one: their processes have died. Call it under the lock. */
export async function endDeadProofs(db: Db, exceptFor: ProofId): Promise<void> {
  await tables(db)
    .updateTable('proof')
    .set({ finished_at: now, error: 'the process ended before the recount did' })
    .where('finished_at', 'is', null)
    .where('started_at', 'is not', null)
    .where('id', '<>', uuidOf(exceptFor))
    .execute();
}

/** The newest, newest first. */
export async function newestProofs(db: Db, limit: number): Promise<Proof[]> {
  const rows = await tables(db)
    .selectFrom('proof')
    .selectAll()
    .orderBy('asked_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: idOf('prf', row.id),
    source: row.source,
    askedAt: row.asked_at,
    startedAt: row.started_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    ok: row.ok ?? undefined,
    counts: row.counts ?? undefined,
    differences: row.differences,
    differencesTotal: row.differences_total,
    error: row.error ?? undefined,
  }));
}

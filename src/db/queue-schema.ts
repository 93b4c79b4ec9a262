import pg from 'pg';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import { assert } from '#kernel/assert.ts';

/** Where pg-boss keeps its jobs, beside our own tables in one database, so that a job is part of a transaction. */
export const QUEUE_SCHEMA = 'pgboss';
/** The version of that schema that the pinned pg-boss works with (`pgboss.schema` in its package.json). */
export const QUEUE_SCHEMA_VERSION = 46;

/**
 * Makes the job queue's tables or brings them up to date, as the owner, and lets the application's role use them and no
 * more: pg-boss itself runs as that role, without the right to make or change a table. In the caller's transaction, whose time-outs
 * it sets. Throws where the tables are newer than this program, and where the owner may not make a schema.
 */
export async function landQueueSchema(client: pg.Client): Promise<void> {
  const version = await queueSchemaVersion(client);
  if (version === undefined) await install(client);
  else if (version < QUEUE_SCHEMA_VERSION) await client.query(upgradePlan(version));
  else if (version > QUEUE_SCHEMA_VERSION) {
    throw new Error(
      `the database's job queue has version ${version}, and this program knows ${QUEUE_SCHEMA_VERSION}: ` +
        'the database is newer. Start the newer version of Rappen.',
    );
  }
  await client.query(GRANTS);
}

/** Undefined: there is no job queue yet. */
export async function queueSchemaVersion(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ table: string | null }>('select to_regclass($1)::text as table', [
    `${QUEUE_SCHEMA}.version`,
  ]);
  if (!rows[0]?.table) return undefined;
  const { rows: versions } = await client.query<{ version: number }>(
    `select version from ${QUEUE_SCHEMA}.version`,
  );
  return versions[0]?.version;
}

async function install(client: pg.Client): Promise<void> {
  try {
    await client.query(withoutTransaction(getConstructionPlans(QUEUE_SCHEMA)));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === '42501')) throw error;
    throw new Error(
      `the owner in DATABASE_URL may not make the schema ${QUEUE_SCHEMA}: let an administrator run ` +
        `"grant create on database ... to ..." for it`,
      { cause: error },
    );
  }
}

/** pg-boss would build indexes after the commit, beside the traffic. Our tables are small, and so it is all or nothing. */
function upgradePlan(from: number): string {
  const plan = getMigrationPlans(QUEUE_SCHEMA, from).replaceAll('INDEX CONCURRENTLY', 'INDEX');
  const [changes = '', indexes = '', ...rest] = plan.split('COMMIT;');
  assert(rest.length === 0, 'an upgrade of the job queue is one transaction and then indexes');
  return withoutTransaction(`${changes}${indexes}; COMMIT;`);
}

/** pg-boss' text begins and commits by itself. */
function withoutTransaction(plan: string): string {
  const [before = '', changes = '', ...more] = plan.split(/\b(?:BEGIN|COMMIT);/);
  assert(before.trim() === '' && more.join('').trim() === '', 'a plan of the job queue is one transaction');
  return changes;
}

/** What pg-boss does while it runs. Its functions run with the caller's rights, so none of them makes a table for us. */
const GRANTS = `
  grant usage on schema ${QUEUE_SCHEMA} to rappen_app;
  grant select, insert, update, delete on ${QUEUE_SCHEMA}.job, ${QUEUE_SCHEMA}.job_common, ${QUEUE_SCHEMA}.schedule to rappen_app;
  grant select, insert, update on ${QUEUE_SCHEMA}.queue to rappen_app;
  grant select, update on ${QUEUE_SCHEMA}.version to rappen_app;
  grant select, update, delete on ${QUEUE_SCHEMA}.instance to rappen_app;
  grant select, delete on ${QUEUE_SCHEMA}.job_dependency to rappen_app;
  grant select on ${QUEUE_SCHEMA}.subscription to rappen_app`;

import { createHmac } from 'node:crypto';
import pg from 'pg';
import { connectionSettings } from './database.ts';
import { scramVerifier } from './scram.ts';

/** The role that the application works as. Migrations grant to it by this name. */
const APP_ROLE = 'rappen_app';

/**
 * Makes the application's role where it is missing, and answers the URL to connect as it. Its password follows from
 * the owner's, so processes with one DATABASE_URL agree without storing anything. Throws one clear line where the
 * owner may not create roles or has no password: then an administrator makes the role and sets DATABASE_APP_URL.
 */
export async function ensureAppRole(ownerUrl: string): Promise<string> {
  const ownerPassword = new pg.Client(connectionSettings(ownerUrl)).password;
  if (!ownerPassword)
    throw new Error(needsAppUrl('the owner in DATABASE_URL has no password to derive one from'));
  const password = derivedPassword(ownerPassword);
  const appUrl = withCredentials(ownerUrl, APP_ROLE, password);
  if (!(await canLogIn(appUrl))) await withOwner(ownerUrl, (client) => createOrReset(client, password));
  return appUrl;
}

/** The same server and database, another name and password. */
function withCredentials(ownerUrl: string, user: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = user;
  url.password = password;
  url.searchParams.delete('user');
  url.searchParams.delete('password');
  return url.href;
}

function derivedPassword(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword)
    .update(`rappen application role ${APP_ROLE}`)
    .digest('base64url');
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client(connectionSettings(url));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 28P01 wrong password, 28000 no such role. Anything else is no question of the role.
    if (error instanceof pg.DatabaseError && /^28/.test(error.code ?? '')) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function withOwner<Result>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(connectionSettings(ownerUrl));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createOrReset(client: pg.Client, password: string): Promise<void> {
  const { rows } = await client.query<{ may_create: boolean; exists: boolean; used_elsewhere: boolean }>(
    `select (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_create,
            exists (select from pg_roles where rolname = $1) as exists,
            exists (select from pg_shdepend d join pg_roles r on r.oid = d.refobjid
                     where r.rolname = $1 and d.refclassid = 'pg_authid'::regclass and d.dbid <> 0
                       and d.dbid <> (select oid from pg_database where datname = current_database())) as used_elsewhere`,
    [APP_ROLE],
  );
  const state = rows[0];
  if (!state?.may_create) throw new Error(needsAppUrl('the owner in DATABASE_URL may not create roles'));
  if (state.exists && state.used_elsewhere) {
    throw new Error(
      needsAppUrl(`the role ${APP_ROLE} exists with another password, and another database uses it`),
    );
  }
  // The server gets the verifier, not the password, so that neither its log nor pg_stat_activity can show it.
  const verifier = scramVerifier(password);
  const statement = state.exists
    ? `alter role ${APP_ROLE} login password '${verifier}'`
    : `create role ${APP_ROLE} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '${verifier}'`;
  await client.query(statement).catch(ignoreOtherCreator);
}

/** Two processes may start at once, and both make the same role with the same password. */
function ignoreOtherCreator(error: unknown): void {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code === '42710' || code === '23505') return;
  if (error instanceof Error && /tuple concurrently updated/.test(error.message)) return;
  if (code === '42501')
    throw new Error(needsAppUrl(`the owner in DATABASE_URL may not change the role ${APP_ROLE}`));
  throw error;
}

function needsAppUrl(reason: string): string {
  return (
    `${reason}: let an administrator run "create role ${APP_ROLE} login password '...'" ` +
    'and set DATABASE_APP_URL to a URL with this role'
  );
}

/**
 * Throws unless the role of this URL is harmless: no superuser, no maker of roles, not a member of the tables' owner,
 * and without any right to change or remove a booked transaction. Called at every start.
 */
export async function refusePowerfulAppRole(appUrl: string): Promise<void> {
  await withOwner(appUrl, async (client) => {
    const { rows } = await client.query<{ role: string; fault: string | null }>(POWERFUL_ROLE);
    const fault = rows[0]?.fault;
    if (fault) {
      throw new Error(
        `the application's database role ${rows[0]?.role} ${fault}: give DATABASE_APP_URL a role without that`,
      );
    }
  });
}

const POWERFUL_ROLE = `
  with ledger as (
    select tree.relid, c.relowner
      from pg_partition_tree(to_regclass('billing_transaction')) tree join pg_class c on c.oid = tree.relid
    union
    select c.oid, c.relowner from pg_class c where c.oid = to_regclass('billing_transaction')
  )
  select current_user::text as role,
         case when r.rolsuper then 'is a superuser'
              when r.rolcreaterole then 'may create roles'
              when r.rolbypassrls then 'bypasses row security'
              when exists (select from ledger where pg_has_role(current_user, relowner, 'member'))
                then 'is the owner of the ledger or a member of it'
              when exists (select from ledger
                            where has_table_privilege(relid, 'update') or has_table_privilege(relid, 'delete')
                               or has_table_privilege(relid, 'truncate') or has_any_column_privilege(relid, 'update'))
                then 'may change or remove booked transactions'
         end as fault
    from pg_roles r where r.rolname = current_user`;

import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { MIGRATIONS_DIRECTORY } from '#db/migration-files.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { hashPassword, verifyPassword } from '../users/password.ts';

const database = await createTestDatabase('empty');

test('users from before keep id and password, and get their address in lower case', async () => {
  const { pool } = database.openOwner();
  await migrateUpTo('0006');
  const hash = await hashPassword('correct horse battery');
  await pool.query(
    `insert into app_user (user_id, email, name, password_hash) values
       ('01933b6e-0000-7000-8000-000000000001', 'Anna.Muster@Example.ch', 'Anna', $1),
       ('01933b6e-0000-7000-8000-000000000002', 'beat@example.ch', 'Beat', null)`,
    [hash],
  );
  await migrate(database.ownerUrl, MIGRATIONS_DIRECTORY);
  const { rows } = await pool.query<{ password: string | null }>(
    `select u.id, u.email, u.language, a.provider_id, a.account_id, a.password
       from app_user u left join app_account a on a.user_id = u.id order by u.id`,
  );
  expect(rows).toEqual([
    {
      id: '01933b6e-0000-7000-8000-000000000001',
      email: 'anna.muster@example.ch',
      language: 'de',
      provider_id: 'credential',
      account_id: '01933b6e-0000-7000-8000-000000000001',
      password: hash,
    },
    expect.objectContaining({ email: 'beat@example.ch', provider_id: null, password: null }),
  ]);
  expect(await verifyPassword('correct horse battery', rows[0]?.password ?? '')).toBe(true);
});

/** As the database of an older version is. */
async function migrateUpTo(last: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'rappen-older-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const source = fileURLToPath(MIGRATIONS_DIRECTORY);
  for (const name of await readdir(source)) {
    if (name.slice(0, 4) <= last) await cp(join(source, name), join(directory, name));
  }
  await migrate(database.ownerUrl, directory);
}

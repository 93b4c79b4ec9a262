import { expect, onTestFinished, test } from 'vitest';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { uuidOf } from '#kernel/id.ts';
import { ApiClient, operatorKey } from '#test/support/api-client.ts';
import { fillLetterHead, payerAt, uploadTo } from '#test/support/bank-desk.ts';
import { camtFile } from '#test/support/camt-builder.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { startGatewayProcess } from '#test/torture/gateway-process.ts';
import { eventually } from '#test/torture/patience.ts';

/** A file of the bank, and a process that is killed (`kill -9`) between reading and booking it. */

const AMOUNTS = ['1.00', '2.00', '3.00', '4.00'];

test('a server that is killed while it books has kept the file and booked nothing; uploaded again it is booked once', async () => {
  const rappen = await startTestRappen();
  const { pool } = rappen.context.database;
  const headers = { authorization: `Bearer ${await operatorKey(rappen)}` };
  const operator = new ApiClient(rappen.url, headers);
  await fillLetterHead(operator);
  const doomed = await startGatewayProcess({ DATABASE_URL: rappen.database.ownerUrl });
  onTestFinished(() => doomed.kill('SIGKILL'));
  const payer = await payerAt(rappen);
  const entries = [];
  for (const amount of AMOUNTS) entries.push({ ...(await payer.ask(amount)), amount });
  const xml = camtFile({ entries });
  const states = async () => {
    const { rows } = await pool.query<{ state: string }>('select state from bank_payment order by position');
    return rows.map(({ state }) => state);
  };
  // Whoever books waits for us.
  const owner = await rappen.database.openOwner(1).pool.connect();
  await owner.query('begin');
  await owner.query('select from billing_account where mandate_id = $1 for update', [
    uuidOf(payer.mandateId),
  ]);
  const lost = uploadTo(new ApiClient(doomed.url, headers), xml).catch(() => 'no answer');
  await eventually('the file is kept, and its payments are being booked', async () => {
    const { rows } = await pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'bank_credit'",
    );
    return rows.length > 0 ? true : undefined;
  });
  doomed.kill('SIGKILL');
  expect(await lost).toBe('no answer');
  await doomed.exited;
  expect(await states()).toEqual(['open', 'open', 'open', 'open']);
  await owner.query('rollback');
  owner.release();
  // The database lets go of what the dead process had locked once it notices.
  const again = await eventually('all are decided', async () => {
    const answer = await uploadTo(operator, xml);
    return (await states()).includes('open') ? undefined : answer;
  });
  expect(again).toMatchObject({ status: 201, body: { isNew: false } });
  expect(await states()).toEqual(AMOUNTS.map(() => 'credited'));
  expect((await rappen.pool(payer.mandateId)).posted).toBe(10_000_000_000n);
  const { rows } = await pool.query<{ type: string }>(
    "select type from billing_transaction where mandate_id = $1 and type = 'top_up'",
    [uuidOf(payer.mandateId)],
  );
  expect(rows).toHaveLength(AMOUNTS.length);
  const uploads = await pool.query(
    "select from audit_entry where mandate_id = $1 and action = 'bank_file.uploaded'",
    [uuidOf(ROOT_MANDATE_ID)],
  );
  expect(uploads.rows).toHaveLength(1);
  expect(await rappen.differences()).toEqual([]);
});

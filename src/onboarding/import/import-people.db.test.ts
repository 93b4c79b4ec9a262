import { expect, test } from 'vitest';
import { findMembers } from '#identity/members/member.store.ts';
import { decimal } from '#kernel/decimal.ts';
import { idOf } from '#kernel/id.ts';
import { bootstrap } from '#onboarding/bootstrap.ts';
import { mandateOf, sumsOf } from '#test/support/imported-mandate.ts';
import { comparable, importRecords, type PlatformRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

const database = await createTestDatabase();
const app = database.openApp();

const CALL = { at: '2026-03-01T12:00:00Z', provider: 'openai', model: 'gpt-4.1', costUsd: '1' };

async function rehearsedAndRun(records: PlatformRecords, mapping = {}) {
  const rehearsal = await importRecords(app, records, { mapping, dryRun: true });
  const run = await importRecords(app, records, { mapping });
  expect(comparable(run)).toEqual(comparable(rehearsal));
  return run;
}

function ofOne(mandate: string, users: readonly string[]) {
  return {
    mandate: [{ id: mandate, name: mandate }],
    role: [{ mandate, role: 'user', providers: ['openai'] }],
    membership: users.map((user) => ({ mandate, user, role: 'user' })),
    usage: users.map((user, id) => ({ ...CALL, id, mandate, user })),
  };
}

test('somebody whom the platform made anew, under another id, stays a member, and his past stays his', async () => {
  await rehearsedAndRun({ user: [{ id: 'old', email: 'again@a.ch' }], ...ofOne('again', ['old']) });
  const records = { user: [{ id: 'new', email: ' Again@A.ch ' }], ...ofOne('again', ['new']) };
  expect((await rehearsedAndRun(records)).mandates[0]).toMatchObject({ changes: [] });
  const members = await findMembers(app.db, await mandateOf(app, 'again'), { limit: 10 });
  expect(members.map(({ email }) => email)).toEqual(['again@a.ch']);
  expect(await sumsOf(app, 'again')).toMatchObject({ calls: 1, worth: '0.800000000' });
  expect((await rehearsedAndRun(records)).totals).toMatchObject({ unchanged: 1, changed: 0 });
});

test('odd ids and names are what they are, and come over as such', async () => {
  const odd = [
    'O\'Neil "x"',
    '100%_\\',
    '👩‍🚀',
    '007',
    '7',
    '__proto__',
    'constructor',
    'ä'.normalize('NFD'),
    'x'.repeat(200),
    'null',
  ];
  const records = {
    mandate: odd.map((id) => ({ id, name: id, openingBalance: '1' })),
    user: odd.map((id, n) => ({ id, email: `odd${n}@odd.ch`, name: id })),
    role: odd.map((mandate) => ({ mandate, role: 'constructor', providers: ['openai'] })),
    membership: odd.map((id) => ({ mandate: id, user: id, role: 'constructor' })),
    usage: odd.map((id) => ({ ...CALL, id, mandate: id, user: id, model: id })),
  };
  const unmapped = await rehearsedAndRun(records);
  expect(unmapped.totals).toMatchObject({ created: 0, refused: odd.length });
  expect(unmapped.mandates.map(({ problems: [one] }) => one)).toEqual(
    odd.toSorted().map((id) => ({
      file: 'role.jsonl',
      line: odd.indexOf(id) + 1,
      problem: 'role constructor: the mapping does not say what it becomes',
    })),
  );
  const roles = { constructor: 'user' } as const;
  expect((await rehearsedAndRun(records, { roles })).totals).toMatchObject({
    created: odd.length,
    refused: 0,
  });
  for (const id of odd) {
    expect(await sumsOf(app, id)).toEqual({ opening: '1.000000000', worth: '0.800000000', calls: 1 });
    const members = await findMembers(app.db, await mandateOf(app, id), { limit: 10 });
    expect(members.map(({ name, role }) => [name, role])).toEqual([[id, 'user']]);
  }
  const seven = {
    ...records,
    mandate: records.mandate.map((one) => (one.id === '7' ? { ...one, id: 7 } : one)),
  };
  expect((await rehearsedAndRun(seven, { roles })).totals).toMatchObject({ unchanged: odd.length });
});

test('a field that no database can keep is a problem of its line, however long its name', async () => {
  const fields = ['a\0b', 'half \ud83d', 'y'.repeat(50_000)];
  const report = await rehearsedAndRun({
    mandate: [...fields.map((name, n) => ({ id: `k${n}`, name: 'k', [name]: 1 })), { id: 'k', name: 'k' }],
  });
  expect(report.totals).toMatchObject({ created: 1, refused: 3 });
  for (const { problems } of report.mandates) {
    for (const { problem } of problems) expect(problem.length).toBeLessThan(400);
  }
});

test('a user who is there twice keeps out who names him, as a member or as a caller', async () => {
  const user = [
    { id: 'd1', email: 'd1@d.ch' },
    { id: 'd1', email: 'd2@d.ch' },
    { id: 'e1', email: 'e@d.ch' },
    { id: 'e2', email: 'e@d.ch' },
  ];
  const report = await rehearsedAndRun({
    mandate: ['caller', 'twin'].map((id) => ({ id, name: id })),
    user,
    usage: [
      { ...CALL, id: 1, mandate: 'caller', user: 'd1' },
      { ...CALL, id: 2, mandate: 'twin', user: 'e2' },
    ],
  });
  expect(report.mandates.map(({ mandate, problems }) => [mandate, problems.map(({ line }) => line)])).toEqual(
    [
      ['caller', [1, 2]],
      ['twin', [4]],
    ],
  );
});

test('an address that changed is named with its line', async () => {
  await rehearsedAndRun({ user: [{ id: 'moved', email: 'before@m.ch' }], ...ofOne('moved', ['moved']) });
  const report = await rehearsedAndRun({
    user: [
      { id: 'other', email: 'o@m.ch' },
      { id: 'moved', email: 'after@m.ch' },
    ],
    ...ofOne('moved', ['moved']),
  });
  expect(report.mandates[0]?.problems).toEqual([
    { file: 'user.jsonl', line: 2, problem: expect.stringContaining('another e-mail address') },
  ]);
});

test('an empty address is none, and a part of one is refused with its line', async () => {
  const empty = { company: '', postcode: '', town: null, country: '' };
  const report = await rehearsedAndRun({
    mandate: [
      { id: 'none', name: 'none', address: empty },
      { id: 'part', name: 'part', address: { ...empty, town: 'Bern' } },
      { id: 'land', name: 'land', address: { company: 'X', postcode: '1', town: 'Y', country: 'XX' } },
    ],
  });
  expect(
    report.mandates.map(({ mandate, outcome, problems: [one] }) => [
      mandate,
      outcome,
      one?.line,
      one?.problem,
    ]),
  ).toEqual([
    ['land', 'refused', 3, 'address.country: is no country of ISO 3166-1'],
    ['none', 'created', undefined, undefined],
    ['part', 'refused', 2, expect.stringContaining('address.company')],
  ]);
});

test('two platforms may have the same ids, and each keeps its own', async () => {
  const records = (name: string, openingBalance: string) => ({
    user: [{ id: 'same', email: `${name}@two.ch`, name }],
    ...ofOne('same', ['same']),
    mandate: [{ id: 'same', name, openingBalance }],
  });
  await rehearsedAndRun(records('first', '1'), { platform: 'first' });
  const second = await rehearsedAndRun(records('second', '2'), { platform: 'second' });
  expect(second.totals).toMatchObject({ created: 1, changed: 0, openingBeforeChf: '0.000000000' });
  for (const [name, opening] of [
    ['first', '1'],
    ['second', '2'],
  ] as const) {
    expect((await rehearsedAndRun(records(name, opening), { platform: name })).totals.unchanged).toBe(1);
    const { rows } = await app.pool.query(
      'select mandate from import_mandate where platform = $1 and external_id = $2',
      [name, 'same'],
    );
    const members = await findMembers(app.db, idOf('mnd', rows[0].mandate), { limit: 10 });
    expect(members.map((member) => member.email)).toEqual([`${name}@two.ch`]);
  }
});

test('the root mandate is one, and stays what it is', async () => {
  const root = { id: 'us', name: 'We', root: true };
  const plain = { id: 'they', name: 'They' };
  const refused = async (...mandate: object[]) =>
    (await rehearsedAndRun({ mandate: mandate as never })).mandates.flatMap(({ problems }) =>
      problems.map(({ problem }) => problem),
    );
  // The first start makes it, with the first administrator: an import in its place would leave nobody who can sign in.
  expect(await refused(root)).toEqual(['root: is not here yet: start Rappen once before']);
  await bootstrap(app.db, { chfPerUsd: decimal('0.80') });
  expect(await refused(root, plain)).toEqual([]);
  expect(await refused({ ...plain, root: true })).toEqual(['root: it came over as a customer']);
  expect(await refused({ ...root, root: false })).toEqual(['root: it came over as the root mandate']);
  expect(await refused({ id: 'new', name: 'New', root: true })).toEqual([
    'root: us came over as the root mandate',
  ]);
  expect(await refused({ ...root, billingModel: 'postpaid', status: 'suspended' })).toEqual([
    'billingModel: the root mandate is unlimited',
  ]);
});

test('a mandate that is called like another is told of, and made all the same', async () => {
  await rehearsedAndRun({ mandate: [{ id: 'n1', name: 'Doppelt AG' }] });
  const again = await rehearsedAndRun({ mandate: [{ id: 'n2', name: 'doppelt ag' }] });
  expect(again.mandates[0]).toMatchObject({
    outcome: 'created',
    notes: ['1 other mandates here are called the same'],
  });
});

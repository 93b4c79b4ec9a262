import { expect, test } from 'vitest';
import { readHeader } from './import-csv-header.ts';

const MANDATE = 'id,name,root,status,openingBalance,address.company,address.town';

test.each([
  ['all that there is', 'mandate', `\ufeff${MANDATE}`.slice(1), undefined],
  ['a column without a name', 'mandate', 'id;name;', undefined],
  ['a missing column', 'mandate', 'id,root', 'name: there is no such column'],
  [
    'two that are missing',
    'usage',
    'id,mandate,at,costUsd',
    'provider: there is no such column; model: there is no such column',
  ],
  ['an unknown column', 'mandate', 'id,name,price', 'price: is no column of a mandate'],
  [
    'one with other capitals',
    'usage',
    'id,mandate,at,provider,model,costUSD',
    'costUSD: is no column of usage',
  ],
  ['one that is there twice', 'mandate', 'id,name,name', 'name: is there twice'],
  [
    'a whole address',
    'mandate',
    'id,name,address,address.town',
    'address: is written in columns such as address.company',
  ],
  ['an unknown part', 'mandate', 'id,name,address.planet', 'address.planet: is no column of a mandate'],
  ['a part of what has none', 'mandate', 'id,name,name.first', 'name.first: is no column of a mandate'],
  [
    'names of the language',
    'mandate',
    'id,name,__proto__,constructor',
    '__proto__: is no column of a mandate; constructor: is no column of a mandate',
  ],
  ['users without an address', 'user', 'id,name', 'email: there is no such column'],
] as const)('%s: told with the name of the column', (_what, kind, names, fault) => {
  const header = readHeader(kind, Buffer.from(`${names}\r\n`), 1);
  expect(header).toMatchObject({ fault, line: 1, names: names.split(/[,;]/) });
  expect(header.names[header.whose]).toBe(
    kind === 'user' ? undefined : kind === 'mandate' ? 'id' : 'mandate',
  );
});

test('a name that is not UTF-8, or has control characters, is shown so that it can be printed', () => {
  expect(readHeader('mandate', Buffer.from('id,name,Währung', 'latin1'), 1).fault).toBe(
    'W\ufffdhrung: has bytes that are not UTF-8',
  );
  expect(readHeader('mandate', Buffer.from('id,name,\0x'), 1).fault).toBe(
    '"\\u0000x": is no column of a mandate',
  );
  const many = readHeader(
    'mandate',
    Buffer.from(`id,name,${'y'.repeat(1000)},${Array.from({ length: 20 }).map((_, index) => `x${index}`)}`),
    1,
  );
  expect(many.fault).toMatch(/^y{60}\.\.\.: is no column of a mandate; x0: .*; and 11 more$/);
});

test.each([
  [
    'no column that says whose a line is',
    'usage',
    'id,at,provider,model',
    'line 1: mandate: there is no such column',
  ],
  ['two of them', 'membership', 'mandate,user,role,mandate', 'line 1: mandate: is there twice'],
  ['quotes that do not match', 'user', 'id,"email', 'line 1: the names of the columns have quotes'],
  ['nothing', 'role', undefined, 'line 1: is empty, without names of columns; mandate: there'],
] as const)('%s: the file cannot be read', (_what, kind, names, problem) => {
  expect(() => readHeader(kind, names === undefined ? undefined : Buffer.from(names), 1)).toThrow(problem);
});

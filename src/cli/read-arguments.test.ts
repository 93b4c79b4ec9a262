import { describe, expect, test } from 'vitest';
import { defineCommand } from './command.ts';
import { renderHelp } from './help.ts';
import {
  amountChf,
  amountFromZero,
  count,
  flag,
  id,
  instant,
  listOf,
  oneOf,
  optional,
  optionalWith,
  required,
  text,
} from './option.ts';
import { readArguments } from './read-arguments.ts';

const command = defineCommand({
  name: 'try',
  about: 'a command with an option of each kind',
  options: {
    mandate: required(id('mnd')),
    amount: required(amountChf),
    user: optional(id('usr')),
    note: optional(text),
    role: optionalWith(oneOf(['user', 'viewer']), 'user'),
    limit: optionalWith(count(100), 50),
    expires: optional(instant),
    scopes: optional(listOf(['call', 'admin'])),
    most: optional(amountFromZero),
    dry: flag,
  },
  run: async () => ({ answer: {} }),
});

const MANDATE = 'mnd_01933b6e-0000-7000-8000-000000000000';
const read = (...args: string[]) =>
  readArguments(command, ['--mandate', MANDATE, '--amount', '1.5', ...args]);

test('values come as what they are, absent ones as the default', () => {
  expect(read('--note', 'thanks', '--limit=7', '--expires', '2027-01-31', '--scopes', 'admin,call')).toEqual({
    mandate: MANDATE,
    amount: 1_500_000_000n,
    user: undefined,
    note: 'thanks',
    role: 'user',
    limit: 7,
    expires: new Date('2027-01-31T00:00:00Z'),
    scopes: ['call', 'admin'],
    most: undefined,
    dry: false,
  });
});

test('a flag stands alone', () => {
  expect(read('--dry', '--limit', '7')).toMatchObject({ dry: true, limit: 7 });
  expect(() => read('--dry=yes')).toThrow('--dry must be without a value');
  expect(() => read('--dry', 'yes')).toThrow('unexpected argument "yes"');
  expect(() => read('--dry', '--dry')).toThrow('--dry is given twice');
  expect(renderHelp([command])).toContain(' [--dry]\n');
});

test('every fault is named at once', () => {
  const attempt = () =>
    readArguments(command, ['extra', '--amount', 'much', '--user', 'mnd_1', '--mandat', 'x', '--limit']);
  for (const fault of [
    '"extra"',
    '--amount must be',
    '--user must be',
    'unknown option "--mandat"',
    '--limit has no value',
    '--mandate is missing',
  ]) {
    expect(attempt).toThrow(fault);
  }
});

test('an option given twice is no guess', () => {
  expect(() => read('--amount', '2')).toThrow('--amount is given twice');
});

describe('what is no such value is refused', () => {
  const sql = "x'; DROP TABLE mandate; --";
  const wrong: [string, string[]][] = [
    [
      'mandate',
      ['', sql, 'mnd_', 'usr_01933b6e-0000-7000-8000-000000000000', MANDATE.toUpperCase(), `${MANDATE} `],
    ],
    [
      'amount',
      [
        '',
        sql,
        'NaN',
        '1e400',
        '1e3',
        '0x10',
        '1.0000000001',
        '9223372036.854775808',
        '1,5',
        ' 1',
        '١',
        'Infinity',
      ],
    ],
    ['most', ['-0.000000001', '-1', '1e400', sql]],
    ['role', ['', 'admin', 'USER', sql]],
    ['limit', ['0', '101', '-1', '1.5', '1e1', '99999999999', sql]],
    [
      'expires',
      ['2027-02-30', '2027-13-01', 'tomorrow', '2027-01-31T25:00:00Z', '2027-01-31T12:00:00+02:00', sql],
    ],
    ['scopes', ['', 'call,call', 'call,', 'root', sql]],
    ['note', ['', 'x'.repeat(501), 'nul\0']],
  ];
  test.each(wrong.flatMap(([name, texts]) => texts.map((given) => ({ name, given }))))(
    '--$name=$given',
    ({ name, given }) => {
      const rest = ['mandate', 'amount'].filter((other) => other !== name);
      const needed = rest.flatMap((other) => [`--${other}`, other === 'mandate' ? MANDATE : '1']);
      expect(() => readArguments(command, [...needed, `--${name}=${given}`])).toThrow(`--${name} must be`);
    },
  );
});

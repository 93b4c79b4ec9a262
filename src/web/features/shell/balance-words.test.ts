import { expect, test } from 'vitest';
import type { Balance } from '#web/features/balance/balance.query.ts';
import { balanceWords } from './balance-words.ts';

type Facts = Pick<Balance, 'spendable' | 'accounts'>;

function balanceOf(spendable: Partial<Balance['spendable']>, daysLeft: number | null = 41): Facts {
  const account = { id: 'acc_1', kind: 'pool' } as const;
  const pace = { daysLeft };
  return {
    spendable: { state: 'ok', boundBy: 'balance', amountChf: '182.40', account, limits: [], ...spendable },
    accounts: [
      { id: 'acc_0', pace: { daysLeft: 3 } },
      { id: 'acc_1', pace },
    ],
  } as unknown as Facts;
}

test.each<[string, Facts, ReturnType<typeof balanceWords>]>([
  ['enough', balanceOf({}), { tone: 'neutral', words: [41] }],
  ['of a pace that is not known', balanceOf({}, null), { tone: 'neutral', words: [] }],
  ['for years', balanceOf({}, 3_650), { tone: 'neutral', words: ['years'] }],
  ['low', balanceOf({ state: 'low' }, 3), { tone: 'warn', words: ['low', 3] }],
  ['for today only', balanceOf({ state: 'low' }, 0), { tone: 'warn', words: ['low', 'runs-out-today'] }],
  ['used up', balanceOf({ state: 'empty' }, 0), { tone: 'bad', words: ['refused'] }],
  ['of nobody yet', balanceOf({ state: 'empty', account: null }), { tone: 'bad', words: ['no-wallet'] }],
  [
    'within a monthly limit, whatever the account has',
    balanceOf({ boundBy: 'user_limit' }),
    { tone: 'neutral', words: ['left-this-month'] },
  ],
  [
    'at a monthly limit',
    balanceOf({ boundBy: 'user_limit', state: 'empty' }),
    { tone: 'bad', words: ['limit-reached'] },
  ],
])('a balance that is %s', (_name, balance, words) => {
  expect(balanceWords(balance, 'active')).toEqual(words);
});

test('whose mandate is suspended is refused, however much there is', () => {
  expect(balanceWords(balanceOf({}), 'suspended')).toEqual({ tone: 'bad', words: ['suspended'] });
  expect(balanceWords(balanceOf({}), 'closed')).toEqual({ tone: 'bad', words: ['closed'] });
});

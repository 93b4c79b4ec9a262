import { Plural, Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { BalanceWord } from './balance-words.ts';

export function BalanceWordText({ word }: { readonly word: BalanceWord }): ReactElement {
  if (typeof word === 'number') return <Plural value={word} one="about # day" other="about # days" />;
  return TEXTS[word];
}

const TEXTS: Readonly<Record<Exclude<BalanceWord, number>, ReactElement>> = {
  low: <Trans>low</Trans>,
  refused: <Trans>requests are refused</Trans>,
  'limit-reached': <Trans>monthly limit reached</Trans>,
  'no-wallet': <Trans>no wallet yet</Trans>,
  suspended: <Trans>mandate suspended</Trans>,
  closed: <Trans>mandate closed</Trans>,
  'left-this-month': <Trans>left this month</Trans>,
  'runs-out-today': <Trans>runs out today</Trans>,
  years: <Trans>more than two years</Trans>,
};

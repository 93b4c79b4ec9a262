import { Plural, Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { type Meaning, wouldWarnNow } from './warning-meaning.ts';

/** "Would warn at CHF 45.00; that is CHF 137.40 from now." */
export function MeaningText({ meaning }: { readonly meaning: Meaning }): ReactElement {
  switch (meaning.kind) {
    case 'no_top_up':
      return <Trans>There was no top-up yet. It counts from the first one on.</Trans>;
    case 'unlimited':
      return <Trans>This mandate has no end that it could come near to.</Trans>;
    case 'unknown':
      return <Trans>How things stand now is not known yet.</Trans>;
    case 'unknown_pace':
      return <Trans>How long it lasts cannot be told: too little was spent so far.</Trans>;
    case 'days':
      return <DaysText at={meaning.at} left={meaning.left} />;
    case 'amount':
      return wouldWarnNow(meaning) ? (
        <strong className="font-medium text-warn">
          <Trans>
            Would warn at {moneyText(meaning.at)}: {moneyText(-meaning.left)} more than there is now
          </Trans>
        </strong>
      ) : (
        <Trans>
          Would warn at {moneyText(meaning.at)}, after another {moneyText(meaning.left)}
        </Trans>
      );
  }
}

function DaysText({ at, left }: { readonly at: number; readonly left: number }): ReactElement {
  const now = at + left;
  if (left < 0)
    return (
      <strong className="font-medium text-warn">
        <Plural
          value={now}
          one="It lasts about # day now: would warn at once"
          other="It lasts about # days now: would warn at once"
        />
      </strong>
    );
  return <Plural value={now} one="It lasts about # day now" other="It lasts about # days now" />;
}

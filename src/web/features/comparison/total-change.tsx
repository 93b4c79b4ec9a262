import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import type { NanoChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { changeText } from '#kernel/share-text.ts';
import type { Days } from '../spend/picked-days.ts';
import { wholeMonthOf } from './previous-days.ts';

/** All spending of two periods, in one sentence. */
export function TotalChange({
  now,
  before,
  period,
}: {
  readonly now: NanoChf;
  readonly before: NanoChf;
  readonly period: Days;
}): ReactElement {
  const { i18n } = useLingui();
  const month = wholeMonthOf(period);
  const name = month === undefined ? undefined : monthText(month, i18n.locale);
  const amount = (
    <b className="figures whitespace-nowrap">{moneyText(now > before ? now - before : before - now)}</b>
  );
  const percent = changeText(now, before) ?? '–';
  return <p className="text-base">{sentence()}</p>;

  function sentence(): ReactElement {
    if (now === before) return <Trans>In all exactly as much as in the period before.</Trans>;
    if (now > before)
      return name === undefined ? (
        <Trans>
          In all {amount} more than in the period before, {percent}.
        </Trans>
      ) : (
        <Trans>
          In all {amount} more than in {name}, {percent}.
        </Trans>
      );
    return name === undefined ? (
      <Trans>
        In all {amount} less than in the period before, {percent}.
      </Trans>
    ) : (
      <Trans>
        In all {amount} less than in {name}, {percent}.
      </Trans>
    );
  }
}

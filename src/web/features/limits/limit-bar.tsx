import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { shareText } from '#kernel/share-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { type LimitUse, limitUse } from './limit-use.ts';
import type { Limit } from './limits.query.ts';

/** How much of a limit is used: a bar, and the same in words. */
export function LimitBar({ limit }: { readonly limit: Limit }): ReactElement {
  const use = limitUse(limit);
  return (
    <div className="min-w-36">
      <svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden className="h-2 w-full rounded-full">
        <rect width="1000" height="8" className="fill-sunken" />
        <rect width={use.usedParts} height="8" className={FILLS[use.state]} />
        <rect x={use.usedParts} width={use.heldParts} height="8" className="fill-line-strong" />
      </svg>
      <p className={`text-sm ${use.state === 'low' || use.state === 'used_up' ? 'text-warn' : 'text-muted'}`}>
        <UseWords limit={limit} use={use} />
      </p>
    </div>
  );
}

const FILLS: Readonly<Record<LimitUse['state'], string>> = {
  unused: 'fill-accent',
  ok: 'fill-accent',
  low: 'fill-warn',
  used_up: 'fill-bad',
};

function UseWords({ limit, use }: { readonly limit: Limit; readonly use: LimitUse }): ReactElement {
  if (use.over > 0n) return <Trans>used up, {moneyText(use.over)} over it</Trans>;
  if (use.state === 'used_up') return <Trans>used up: calls are refused</Trans>;
  if (use.state === 'unused') return <Trans>nothing used yet</Trans>;
  const share = shareText(nanoOf(limit.usedChf) + nanoOf(limit.heldChf), nanoOf(limit.monthlyChf));
  return use.state === 'low' ? <Trans>{share} used, little is left</Trans> : <Trans>{share} used</Trans>;
}

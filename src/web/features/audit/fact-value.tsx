import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { FactChange } from './fact-changes.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value of the audit log as people read it: amounts, times, yes and no. */
export function FactValue({
  path,
  value,
}: {
  readonly path: FactChange['path'];
  readonly value: FactChange['after'];
}): ReactElement {
  if (value === undefined || value === null || value === '') return <span>–</span>;
  if (typeof value === 'boolean') return value ? <Trans>yes</Trans> : <Trans>no</Trans>;
  if (typeof value === 'string' && isAmount(path)) return <Money chf={value} />;
  if (typeof value === 'string' && INSTANT.test(value))
    return <span className="figures">{timeText(value)}</span>;
  return <span className="figures break-words">{String(value)}</span>;
}

function isAmount(path: readonly string[]): boolean {
  return path.at(-1)?.endsWith('Chf') ?? false;
}

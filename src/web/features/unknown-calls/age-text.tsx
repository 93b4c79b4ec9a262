import { Plural } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ageOf } from './call-age.ts';

/** How long it has been open. */
export function AgeText({ at }: { readonly at: string }): ReactElement {
  const { count, unit } = ageOf(at, Date.now());
  if (unit === 'day') return <Plural value={count} one="# day" other="# days" />;
  if (unit === 'hour') return <Plural value={count} one="# hour" other="# hours" />;
  return <Plural value={count} one="# minute" other="# minutes" />;
}

import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { type FactChange, type Facts, factChanges } from './fact-changes.ts';
import { factName } from './fact-name.ts';
import { FactValue } from './fact-value.tsx';

/** What an entry of the audit log changed: each value with what was before and after; what stayed the same is folded. */
export function FactTable({
  before,
  after,
}: {
  readonly before: Facts | null;
  readonly after: Facts | null;
}): ReactElement | null {
  const changes = factChanges(before, after);
  const changed = changes.filter(({ isChanged }) => isChanged);
  const same = changes.filter(({ isChanged }) => !isChanged);
  const isChange = before !== null && after !== null;
  if (changes.length === 0) return null;
  return (
    <div className="text-sm">
      {changed.length > 0 && <FactRows changes={changed} isChange={isChange} />}
      {same.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer rounded py-1 text-muted">
            <Plural value={same.length} one="# value stayed the same" other="# values stayed the same" />
          </summary>
          <FactRows changes={same} isChange={false} />
        </details>
      )}
    </div>
  );
}

function FactRows({
  changes,
  isChange,
}: {
  readonly changes: readonly FactChange[];
  readonly isChange: boolean;
}): ReactElement {
  const { t } = useLingui();
  return (
    <dl className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(6rem,auto)_1fr]">
      {changes.map(({ path, before, after }) => (
        <div key={path.join('/')} className="contents">
          <dt className="break-words text-muted">{path.map((name) => factName(name, t)).join(' · ')}</dt>
          <dd className="min-w-0">
            {isChange && before !== undefined ? (
              <span className="inline-flex flex-wrap items-center gap-x-1.5">
                <del className="text-muted no-underline">
                  <span className="sr-only">
                    <Trans>before:</Trans>{' '}
                  </span>
                  <FactValue path={path} value={before} />
                </del>
                <ArrowRight aria-hidden className="size-3.5 shrink-0 text-muted" />
                <ins className="font-medium no-underline">
                  <span className="sr-only">
                    <Trans>after:</Trans>{' '}
                  </span>
                  <FactValue path={path} value={after} />
                </ins>
              </span>
            ) : (
              <FactValue path={path} value={after === undefined ? before : after} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

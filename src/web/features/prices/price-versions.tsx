import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { providerName } from '#kernel/provider-name.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type PriceVersion, priceVersionsQuery } from './price.query.ts';
import { PriceTerms } from './price-terms.tsx';
import type { ModelName } from './prices-search.ts';
import { SourceText } from './source-text.tsx';

/** At the side: every version of the price of one model, the newest first. */
export function PriceVersions({
  of,
  onClose,
}: {
  readonly of: ModelName;
  readonly onClose: () => void;
}): ReactElement {
  const versions = useQuery(priceVersionsQuery(of));
  return (
    <DialogFrame title={of.model} isOpen side onClose={onClose} actions={<CopyLinkButton />}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted">{providerName(of.provider)}</p>
          <Link
            to="/admin/prices"
            search={(old) => ({ ...old, dialog: 'new' as const })}
            className={buttonClass('primary', true)}
          >
            <Trans>New version</Trans>
          </Link>
        </div>
        {versions.isPending ? (
          <Skeleton className="h-96 w-full" />
        ) : versions.data === undefined ? (
          <ProblemBlock error={versions.error} retry={() => void versions.refetch()} />
        ) : versions.data.length === 0 ? (
          <EmptyBlock title={<Trans>This model has no price</Trans>}>
            <Trans>Without one it cannot be called.</Trans>
          </EmptyBlock>
        ) : (
          <ol className="flex flex-col gap-4">
            {versions.data.map((version, index) => (
              <Version key={version.priceId} version={version} next={versions.data[index - 1]} />
            ))}
          </ol>
        )}
      </div>
    </DialogFrame>
  );
}

function Version({
  version,
  next,
}: {
  readonly version: PriceVersion;
  /** The one that follows it. */
  readonly next: PriceVersion | undefined;
}): ReactElement {
  const from = dayText(version.validFrom.slice(0, 10));
  const until = next === undefined ? undefined : dayText(next.validFrom.slice(0, 10));
  const written = timeText(version.createdAt);
  return (
    <li className="rounded-xl border border-line p-4">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="figures font-semibold">
          {until === undefined ? (
            <Trans>From {from}</Trans>
          ) : (
            <Trans>
              {from} until {until}
            </Trans>
          )}
        </h3>
        {version.isCurrent ? (
          <Badge tone="good">
            <Trans>holds now</Trans>
          </Badge>
        ) : isAhead(version) ? (
          <Badge tone="accent">
            <Trans>to come</Trans>
          </Badge>
        ) : (
          <Badge>
            <Trans>past</Trans>
          </Badge>
        )}
      </div>
      <PriceTerms price={version} />
      <p className="mt-3 break-words text-muted text-sm">
        <Trans>
          Source: <SourceText source={version.source} />
        </Trans>
      </p>
      <p className="text-muted text-sm">
        <Trans>Written {written}, days begin at 00:00 UTC</Trans>
      </p>
    </li>
  );
}

function isAhead({ validFrom }: PriceVersion): boolean {
  return Date.parse(validFrom) > Date.now();
}

import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { SCOPE_TEXTS } from './key-scope-texts.ts';
import type { MyKey } from './my-keys.query.ts';

/** One key: what it is called, what it can do, until when. */
export function MyKeyRow({
  apiKey,
  onRename,
  onRevoke,
}: {
  readonly apiKey: MyKey;
  readonly onRename: () => void;
  readonly onRevoke: () => void;
}): ReactElement {
  const { t } = useLingui();
  const isLive = apiKey.state === 'active';
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-4">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className={`break-words font-medium ${isLive ? '' : 'text-muted'}`}>{apiKey.name}</span>
          <code className="text-muted text-sm">…{apiKey.last4}</code>
          <StateBadge state={apiKey.state} />
        </p>
        <dl className="mt-2 grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]">
          <Fact name={<Trans>Can</Trans>}>
            {apiKey.scopes.map((scope) => t(SCOPE_TEXTS[scope])).join(' · ')}
          </Fact>
          <Fact name={<Trans>Providers</Trans>}>
            {apiKey.providers === null ? (
              <Trans>all that your role allows</Trans>
            ) : (
              apiKey.providers.map(providerName).join(', ')
            )}
          </Fact>
          <Fact name={<Trans>Per month</Trans>}>
            {apiKey.monthlyLimitChf === null ? (
              <Trans>no limit of its own</Trans>
            ) : (
              <Trans>
                at most <Money chf={apiKey.monthlyLimitChf} />
              </Trans>
            )}
          </Fact>
          <Fact name={<EndName apiKey={apiKey} />}>
            <EndTime apiKey={apiKey} />
          </Fact>
        </dl>
      </div>
      {isLive && (
        <div className="flex gap-2">
          <Button small aria-label={t`Rename ${apiKey.name}`} onPress={onRename}>
            <Trans>Rename</Trans>
          </Button>
          <Button small look="danger" aria-label={t`Revoke ${apiKey.name}`} onPress={onRevoke}>
            <Trans>Revoke</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}

function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex gap-2">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function StateBadge({ state }: { readonly state: MyKey['state'] }): ReactElement {
  if (state === 'active')
    return (
      <Badge tone="good">
        <Trans>active</Trans>
      </Badge>
    );
  if (state === 'expired')
    return (
      <Badge>
        <Trans>expired</Trans>
      </Badge>
    );
  return (
    <Badge>
      <Trans>revoked</Trans>
    </Badge>
  );
}

function EndName({ apiKey }: { readonly apiKey: MyKey }): ReactElement {
  if (apiKey.state === 'revoked') return <Trans>Revoked</Trans>;
  return apiKey.state === 'expired' ? <Trans>Ended</Trans> : <Trans>Ends</Trans>;
}

function EndTime({ apiKey }: { readonly apiKey: MyKey }): ReactElement {
  const at = apiKey.state === 'revoked' ? apiKey.revokedAt : apiKey.expiresAt;
  return at === null ? <Trans>never</Trans> : <span className="figures">{timeText(at)}</span>;
}

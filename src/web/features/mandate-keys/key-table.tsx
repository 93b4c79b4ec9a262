import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { SCOPE_TEXTS } from '../account/key-scope-texts.ts';
import type { MandateKey } from './mandate-keys.query.ts';

/** Keys of a mandate: whose, what they can do, until when, and when one was last used. */
export function KeyTable({
  keys,
  onRevoke,
}: {
  readonly keys: readonly MandateKey[];
  readonly onRevoke: (apiKey: MandateKey) => void;
}): ReactElement {
  const { t } = useLingui();
  const columns: readonly Column<MandateKey>[] = [
    {
      id: 'name',
      title: <Trans>Key</Trans>,
      isRowTitle: true,
      className: 'min-w-40',
      cell: (apiKey) => <KeyName apiKey={apiKey} />,
    },
    {
      id: 'owner',
      title: <Trans>Owner</Trans>,
      className: 'min-w-36',
      cell: ({ user }) => (
        <Link
          to="/billing/settings/users/$userId"
          params={{ userId: user.id }}
          className="break-words text-accent underline-offset-4 hover:underline"
        >
          {user.name}
        </Link>
      ),
    },
    {
      id: 'can',
      title: <Trans>Can</Trans>,
      className: 'min-w-48 text-sm',
      cell: (apiKey) => <Rights apiKey={apiKey} />,
    },
    {
      id: 'limit',
      title: <Trans>Limit per month</Trans>,
      align: 'end',
      cell: ({ monthlyLimitChf }) => <Money chf={monthlyLimitChf} none={t`no limit of its own`} />,
    },
    {
      id: 'end',
      title: <Trans>Ends</Trans>,
      className: 'whitespace-nowrap',
      cell: ({ expiresAt }) => (expiresAt === null ? <Trans>never</Trans> : <Time at={expiresAt} />),
    },
    {
      id: 'used',
      title: <Trans>Last charged call</Trans>,
      className: 'whitespace-nowrap',
      cell: (apiKey) => <LastUse apiKey={apiKey} />,
    },
    {
      id: 'actions',
      title: <span className="sr-only">{t`What can be done`}</span>,
      align: 'end',
      cell: (apiKey) =>
        apiKey.state === 'active' && (
          <Button small look="danger" aria-label={t`Revoke ${apiKey.name}`} onPress={() => onRevoke(apiKey)}>
            <Trans>Revoke</Trans>
          </Button>
        ),
    },
  ];
  return <ShortTable label={t`API keys`} columns={columns} rows={keys} rowKey={({ id }) => id} />;
}

function KeyName({ apiKey }: { readonly apiKey: MandateKey }): ReactElement {
  const { name, last4, state, revokedAt } = apiKey;
  return (
    <>
      <span className={`block break-words font-medium ${state === 'active' ? '' : 'text-muted'}`}>
        {name}
      </span>
      <span className="flex flex-wrap items-center gap-2">
        <code className="text-muted text-sm">…{last4}</code>
        {state === 'expired' && (
          <Badge>
            <Trans>expired</Trans>
          </Badge>
        )}
        {state === 'revoked' && (
          <Badge>
            {revokedAt === null ? <Trans>revoked</Trans> : <Trans>revoked {timeText(revokedAt)}</Trans>}
          </Badge>
        )}
      </span>
    </>
  );
}

function Rights({ apiKey }: { readonly apiKey: MandateKey }): ReactElement {
  const { t } = useLingui();
  return (
    <>
      {apiKey.scopes.map((scope) => (
        <span key={scope} className="block">
          {t(SCOPE_TEXTS[scope])}
        </span>
      ))}
      <span className="block text-muted">
        {apiKey.providers === null ? (
          <Trans>all providers of the role</Trans>
        ) : (
          apiKey.providers.map(providerName).join(', ')
        )}
      </span>
    </>
  );
}

function LastUse({ apiKey }: { readonly apiKey: MandateKey }): ReactElement {
  const { t } = useLingui();
  const { id, lastUsedAt, name } = apiKey;
  if (lastUsedAt === null)
    return (
      <span className="text-muted">
        <Trans>never</Trans>
      </span>
    );
  return (
    <Link
      to="/billing/transactions"
      search={{ key: id }}
      className="text-accent underline-offset-4 hover:underline"
    >
      <Time at={lastUsedAt} />
      <span className="sr-only">
        {' – '}
        {t`Bookings of ${name}`}
      </span>
    </Link>
  );
}

function Time({ at }: { readonly at: string }): ReactElement {
  return (
    <time dateTime={at} className="figures">
      {timeText(at)}
    </time>
  );
}

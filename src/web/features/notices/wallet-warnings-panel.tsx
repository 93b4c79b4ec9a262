import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { WalletWarningDialog } from './wallet-warning-dialog.tsx';
import { type OwnThresholds, type WatchedWallet, walletWarningsQuery } from './wallet-warnings.query.ts';

/** When somebody is warned of the wallets of users: as the mandate, or by lines of their own. */
export function WalletWarningsPanel({
  opened,
  onClose,
}: {
  /** Whose dialog is open. */
  readonly opened: string | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { mandate } = useActing();
  const wallets = useInfiniteQuery(walletWarningsQuery(mandate.id));
  const rows = wallets.data?.pages.flatMap((page) => page.wallets);
  const chosen = rows?.find(({ userId }) => userId === opened);
  return (
    <Panel
      title={<Trans>Wallets of users</Trans>}
      lead={
        <Trans>
          Each is warned of as the mandate, unless it has lines of its own. Its user is told as well.
        </Trans>
      }
    >
      {rows === undefined ? (
        wallets.error ? (
          <ProblemBlock error={wallets.error} retry={() => void wallets.refetch()} />
        ) : (
          <Skeleton className="h-48 w-full" />
        )
      ) : rows.length === 0 ? (
        <EmptyBlock title={<Trans>No wallets yet</Trans>}>
          <Trans>A user gets a wallet with the first money that is given to him.</Trans>
        </EmptyBlock>
      ) : (
        <>
          <WalletTable rows={rows} />
          <LoadMore list={wallets} shown={rows.length} />
        </>
      )}
      {chosen && <WalletWarningDialog wallet={chosen} onClose={onClose} />}
    </Panel>
  );
}

function WalletTable({ rows }: { readonly rows: readonly WatchedWallet[] }): ReactElement {
  const { t } = useLingui();
  const columns: readonly Column<WatchedWallet>[] = [
    { id: 'user', title: <Trans>User</Trans>, isRowTitle: true, cell: ({ userName }) => userName },
    {
      id: 'left',
      title: <Trans>Left</Trans>,
      align: 'end',
      cell: ({ leftChf }) => (
        <span className="figures whitespace-nowrap">
          {leftChf === null ? '–' : moneyText(nanoOf(leftChf), { decimals: 2, rounding: 'down' })}
        </span>
      ),
    },
    {
      id: 'lines',
      title: <Trans>Warned</Trans>,
      className: 'min-w-40',
      cell: ({ own }) =>
        own === null ? (
          <span className="text-muted">
            <Trans>as the mandate</Trans>
          </span>
        ) : (
          <OwnLines own={own} />
        ),
    },
    {
      id: 'change',
      title: <Trans>Change</Trans>,
      align: 'end',
      cell: ({ userId, userName }) => (
        <Link
          from="/billing/settings/warnings"
          to="."
          search={(old) => ({ ...old, wallet: userId })}
          resetScroll={false}
          aria-label={t`Change the warnings of ${userName}`}
          className={buttonClass('secondary', true)}
        >
          <Trans>Change</Trans>
        </Link>
      ),
    },
  ];
  return (
    <ShortTable label={t`List of wallets`} columns={columns} rows={rows} rowKey={({ userId }) => userId} />
  );
}

function OwnLines({ own }: { readonly own: OwnThresholds }): ReactElement {
  const { belowChf, belowPercent, daysLeft } = own;
  return (
    <ul>
      {belowChf !== null && (
        <li>
          <Trans>below {moneyText(nanoOf(belowChf))}</Trans>
        </li>
      )}
      {belowPercent !== null && (
        <li>
          <Trans>below {belowPercent} % of the newest top-up</Trans>
        </li>
      )}
      {daysLeft !== null && (
        <li>
          <Plural value={daysLeft} one="less than # day left" other="less than # days left" />
        </li>
      )}
    </ul>
  );
}

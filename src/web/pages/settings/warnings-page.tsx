import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { NoticeList } from '#web/features/notices/notice-list.tsx';
import { OutgoingWebhookPanel } from '#web/features/notices/outgoing-webhook-panel.tsx';
import { WalletWarningsPanel } from '#web/features/notices/wallet-warnings-panel.tsx';
import { settingsQuery } from '#web/features/settings/settings.query.ts';

/** What the mandate was warned of, who hears of it besides by mail, and the lines of users' own wallets. */
export function WarningsPage(): ReactElement {
  const { mandate } = useActing();
  const { wallet } = useSearch({ from: '/shell/settings/billing/settings/warnings' });
  const navigate = useNavigate({ from: '/billing/settings/warnings' });
  const settings = useQuery(settingsQuery(mandate.id));
  const hasWallets = settings.data?.terms.billingModel === 'prepaid_user';
  const close = () => void navigate({ search: (old) => ({ ...old, wallet: undefined }), resetScroll: false });
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <NoticeList />
      {hasWallets && <WalletWarningsPanel opened={wallet} onClose={close} />}
      {/* Only when it is known what stands above it: it would move. */}
      {!settings.isPending && <OutgoingWebhookPanel />}
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { BankFileList } from './bank-file-list.tsx';
import { WaitingPayments } from './waiting-payments.tsx';

const TAB =
  '-mb-px inline-flex min-h-10 items-center border-b-2 px-3 font-medium outline-offset-[-2px] hover:text-ink';

/** The payments to decide, or the files; which of them is part of the address. */
export function BankViews({ view }: { readonly view: 'files' | undefined }): ReactElement {
  const { t } = useLingui();
  const tabs = [
    { view: undefined, label: <Trans>To decide</Trans> },
    { view: 'files', label: <Trans>Files</Trans> },
  ] as const;
  return (
    <>
      <nav aria-label={t`Views`} className="mb-6 border-line border-b">
        <ul className="flex gap-1">
          {tabs.map((tab) => (
            <li key={tab.view ?? 'waiting'}>
              <Link
                to="/admin/bank"
                search={{ show: tab.view }}
                resetScroll={false}
                aria-current={tab.view === view ? 'page' : undefined}
                className={`${TAB} ${tab.view === view ? 'border-accent text-ink' : 'border-transparent text-muted'}`}
              >
                {tab.label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {view === 'files' ? <BankFileList /> : <WaitingPayments />}
    </>
  );
}

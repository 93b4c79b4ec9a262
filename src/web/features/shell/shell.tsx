import { Outlet, useChildMatches } from '@tanstack/react-router';
import { type ReactElement, useRef } from 'react';
import { DemoBanner } from '#web/features/instance/demo-banner.tsx';
import { LiveProvider } from '#web/features/live/live-provider.tsx';
import { useMandateInAddress } from '#web/features/me/use-mandate-in-address.ts';
import { WarningNotice } from '#web/features/warnings/warning-notice.tsx';
import { NavigationList } from './navigation-list.tsx';
import { NoMandateNotice } from './no-mandate-notice.tsx';
import { ShellDialogs } from './shell-dialogs.tsx';
import { SkipLink } from './skip-link.tsx';
import { TopBar } from './top-bar.tsx';
import { useFocusOnNewPage } from './use-focus-on-new-page.ts';
import { VisitNotice } from './visit-notice.tsx';
import { Wordmark } from './wordmark.tsx';

/** The frame around every page behind the sign-in. */
export function Shell(): ReactElement {
  const { mandate } = useMandateInAddress();
  // Of what is shown, not of where a link that was just followed leads.
  const isOwnAccount = useChildMatches({
    select: (matches) => matches.some(({ routeId }) => routeId === '/shell/account'),
  });
  if (!mandate) return isOwnAccount ? <AccountOnly /> : <NoMandateNotice />;
  return (
    <LiveProvider mandateId={mandate.id}>
      <ShellDialogs>
        <SkipLink />
        <DemoBanner />
        <div className="lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
          <div className="sticky top-0 hidden h-dvh flex-col gap-6 overflow-y-auto border-line border-r bg-surface px-3 py-4 lg:flex">
            <Wordmark />
            <NavigationList id="side" />
          </div>
          <div className="min-w-0">
            <TopBar />
            <VisitNotice />
            <WarningNotice />
            <PageMain />
          </div>
        </div>
      </ShellDialogs>
    </LiveProvider>
  );
}

/** Password and second factor are a person's own, in whatever mandate he is. */
function AccountOnly(): ReactElement {
  return (
    <>
      <SkipLink />
      <header className="border-line border-b bg-surface px-4 py-3">
        <Wordmark />
      </header>
      <PageMain />
    </>
  );
}

function PageMain(): ReactElement {
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPage(main);
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className="mx-auto max-w-7xl px-4 py-6 outline-none sm:px-6 lg:py-8"
    >
      <Outlet />
    </main>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Menu as MenuIcon, Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { BalancePill } from './balance-pill.tsx';
import { LiveBadge } from './live-badge.tsx';
import { MandateSwitcher } from './mandate-switcher.tsx';
import { useShellDialogs } from './shell-dialogs.tsx';
import { paletteKeys } from './shortcut-keys.ts';
import { UserMenu } from './user-menu.tsx';

/** Whose money, how much of it, how fresh; search; and who is signed in. On narrow screens in two lines. */
export function TopBar(): ReactElement {
  const { t } = useLingui();
  const { open } = useShellDialogs();
  return (
    <header className="z-30 flex flex-wrap items-center gap-x-2 gap-y-2 border-line border-b bg-surface px-3 py-2 sm:sticky sm:top-0 sm:flex-nowrap sm:px-4 lg:px-6">
      <Button
        aria-label={t`Open the navigation`}
        onPress={() => open('navigation')}
        className="order-1 inline-flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-lg hover:bg-sunken lg:hidden"
      >
        <MenuIcon aria-hidden className="size-5" />
      </Button>
      <div className="order-5 flex w-full min-w-0 flex-wrap items-center gap-2 sm:order-2 sm:w-auto sm:flex-nowrap">
        <MandateSwitcher />
        <BalancePill />
      </div>
      <div className="order-2 ml-auto flex shrink-0 items-center gap-1 sm:order-3">
        <LiveBadge />
        <Button
          onPress={() => open('palette')}
          className="inline-flex size-9 cursor-pointer items-center justify-center gap-2 rounded-lg text-muted hover:bg-sunken xl:w-auto xl:border xl:border-line xl:px-3"
        >
          <Search aria-hidden className="size-[1.15rem] shrink-0" />
          <span className="sr-only xl:not-sr-only">
            <Trans>Search or go to</Trans>
          </span>
          <kbd aria-hidden className="hidden text-xs xl:inline">
            {paletteKeys()}
          </kbd>
        </Button>
        <UserMenu />
      </div>
    </header>
  );
}

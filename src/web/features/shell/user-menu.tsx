import { useLingui } from '@lingui/react/macro';
import { lazy, type ReactElement } from 'react';
import { nameOf } from '#web/features/me/name-of.ts';
import { useMe } from '#web/features/me/use-me.ts';
import { LateMenu } from './late-menu.tsx';

const loadMenu = () => import('./user-menu-panel.tsx');
const UserMenuPanel = lazy(async () => ({ default: (await loadMenu()).UserMenuPanel }));

/** Who is signed in, and what is his: account, language, theme. */
export function UserMenu(): ReactElement {
  const { t } = useLingui();
  const name = nameOf(useMe());
  const initials = initialsOf(name);
  return (
    <LateMenu
      label={t`Menu of ${name}, ${initials}`}
      menu={UserMenuPanel}
      preload={loadMenu}
      className="inline-flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-strong text-sm hover:bg-sunken"
    >
      {initials}
    </LateMenu>
  );
}

function initialsOf(name: string): string {
  const [first = '', second = ''] = name.split('@')[0]?.split(/[\s.]+/) ?? [];
  return `${first.slice(0, 1)}${second.slice(0, 1)}`.toUpperCase();
}

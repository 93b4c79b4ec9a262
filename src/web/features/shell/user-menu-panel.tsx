import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { BookOpen, CircleUser, Keyboard, KeyRound, LogOut } from 'lucide-react';
import type { ReactElement } from 'react';
import { nameOf } from '#web/features/me/name-of.ts';
import { useMe } from '#web/features/me/use-me.ts';
import { useSignOut } from '#web/features/me/use-sign-out.ts';
import { LanguageChoice } from '#web/features/preferences/language-choice.tsx';
import { ThemeChoice } from '#web/features/preferences/theme-choice.tsx';
import { MenuEntry, MenuPanel } from '#web/ui/menu-button.tsx';
import type { LateMenuProps } from './late-menu.tsx';
import { useShellDialogs } from './shell-dialogs.tsx';

/** The menu of whoever is signed in. */
export function UserMenuPanel(props: LateMenuProps): ReactElement {
  const { t } = useLingui();
  const me = useMe();
  const name = nameOf(me);
  const router = useRouter();
  const signOut = useSignOut();
  const { open } = useShellDialogs();
  const hrefOf = (to: '/account' | '/account/api-keys') => router.buildLocation({ to }).href;
  return (
    <MenuPanel
      {...props}
      label={t`Menu of ${name}`}
      header={<WhoIsSignedIn name={name} email={me.user.email} />}
    >
      <MenuEntry icon={CircleUser} text={t`My account`} href={hrefOf('/account')} />
      <MenuEntry icon={KeyRound} text={t`My API keys`} href={hrefOf('/account/api-keys')} />
      <MenuEntry icon={BookOpen} text={t`API documentation`} onAction={openDocumentation} />
      <MenuEntry icon={Keyboard} text={t`Keyboard shortcuts`} onAction={() => open('shortcuts')} />
      <LanguageChoice />
      <ThemeChoice />
      <MenuEntry icon={LogOut} text={t`Sign out`} onAction={signOut} isApart />
    </MenuPanel>
  );
}

function openDocumentation(): void {
  location.assign('/api/docs');
}

function WhoIsSignedIn({
  name,
  email,
}: {
  readonly name: string;
  readonly email: string | undefined;
}): ReactElement {
  return (
    <div className="border-line border-b px-3.5 py-2.5">
      <p className="truncate font-medium">{name}</p>
      {email !== undefined && email !== name && <p className="truncate text-muted text-sm">{email}</p>}
    </div>
  );
}

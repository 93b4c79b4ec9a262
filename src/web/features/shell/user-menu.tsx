import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { BookOpen, CircleUser, Keyboard, KeyRound, LogOut } from 'lucide-react';
import type { ReactElement } from 'react';
import { useMe } from '#web/features/me/use-me.ts';
import { useSignOut } from '#web/features/me/use-sign-out.ts';
import { LanguageChoice } from '#web/features/preferences/language-choice.tsx';
import { ThemeChoice } from '#web/features/preferences/theme-choice.tsx';
import { MenuButton, MenuEntry } from '#web/ui/menu-button.tsx';

/** Who is signed in, and what is his: account, language, theme. */
export function UserMenu({ onShortcuts }: { readonly onShortcuts: () => void }): ReactElement {
  const { t } = useLingui();
  const { user } = useMe();
  const router = useRouter();
  const signOut = useSignOut();
  const hrefOf = (to: '/account' | '/account/api-keys') => router.buildLocation({ to }).href;
  const name = user.name === undefined || user.name === '' ? (user.email ?? '') : user.name;
  return (
    <MenuButton
      label={t`Menu of ${name}`}
      button={<Initials name={name} />}
      className="inline-flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-strong text-sm hover:bg-sunken"
      header={<WhoIsSignedIn name={name} email={user.email} />}
    >
      <MenuEntry icon={CircleUser} text={t`My account`} href={hrefOf('/account')} />
      <MenuEntry icon={KeyRound} text={t`My API keys`} href={hrefOf('/account/api-keys')} />
      <MenuEntry icon={BookOpen} text={t`API documentation`} onAction={openDocumentation} />
      <MenuEntry icon={Keyboard} text={t`Keyboard shortcuts`} onAction={onShortcuts} />
      <LanguageChoice />
      <ThemeChoice />
      <MenuEntry icon={LogOut} text={t`Sign out`} onAction={signOut} isApart />
    </MenuButton>
  );
}

function openDocumentation(): void {
  location.assign('/api/docs');
}

function Initials({ name }: { readonly name: string }): ReactElement {
  const [first = '', second = ''] = name.split('@')[0]?.split(/[\s.]+/) ?? [];
  return <span aria-hidden>{`${first.slice(0, 1)}${second.slice(0, 1)}`.toUpperCase()}</span>;
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

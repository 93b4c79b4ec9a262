import { useLingui } from '@lingui/react/macro';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { isPresent, type NavigationEntry, navigationFor } from './navigation.ts';
import { ENTRY_LOOKS, GROUP_TEXTS } from './navigation-texts.ts';

/** The pages that this person may use, in groups. */
export function NavigationList({ id }: { readonly id: string }): ReactElement {
  const { t } = useLingui();
  const { may } = useActing();
  return (
    <nav aria-label={t`Pages`} className="flex flex-col gap-6">
      {navigationFor(may).map(({ name, entries }) => (
        <section key={name} aria-labelledby={`${id}-${name}`}>
          <h2 id={`${id}-${name}`} className="px-3 pb-1.5 font-medium text-muted text-xs">
            {t(GROUP_TEXTS[name])}
          </h2>
          <ul className="flex flex-col gap-0.5">
            {entries.map((entry) => (
              <li key={entry.to}>
                <NavigationLink entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function NavigationLink({ entry }: { readonly entry: NavigationEntry }): ReactElement {
  const { t } = useLingui();
  const pathname = useLocation({ select: (location) => location.pathname });
  const isHere = isPresent(entry, pathname);
  const { icon: Icon, text } = ENTRY_LOOKS[entry.to];
  return (
    <Link
      to={entry.to}
      aria-current={isHere ? 'page' : undefined}
      className={`flex min-h-9 items-center gap-3 rounded-lg px-3 py-1.5 transition-colors ${
        isHere ? 'bg-accent-soft font-medium text-accent-strong' : 'text-ink hover:bg-sunken'
      }`}
    >
      <Icon aria-hidden className={`size-[1.15rem] shrink-0 ${isHere ? '' : 'text-muted'}`} />
      <span className="min-w-0">{t(text)}</span>
    </Link>
  );
}

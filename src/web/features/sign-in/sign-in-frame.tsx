import { useLingui } from '@lingui/react/macro';
import { Globe, SunMoon } from 'lucide-react';
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { DemoBanner } from '#web/features/instance/demo-banner.tsx';
import { LanguageChoice } from '#web/features/preferences/language-choice.tsx';
import { ThemeChoice } from '#web/features/preferences/theme-choice.tsx';
import { Coin } from '#web/features/shell/wordmark.tsx';
import { LANGUAGE_NAMES, presentLanguage } from '#web/lib/language/page-language.ts';
import { MenuButton } from '#web/ui/menu-button.tsx';

/** Around the pages before the sign-in: language and theme can be chosen here already. */
export function SignInFrame({
  title,
  lead,
  beside,
  children,
}: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** Beside the form, under it where there is no room. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ''} · Rappen`;
  });
  return (
    <div className="flex min-h-dvh flex-col">
      <DemoBanner />
      <Preferences />
      <main className="mx-auto grid w-full max-w-md flex-1 content-start items-start gap-6 px-4 pt-[6vh] pb-12 lg:has-data-beside:max-w-4xl lg:has-data-beside:grid-cols-2">
        <div className="col-span-full flex items-center gap-2.5">
          <Coin />
          <span className="font-semibold text-lg tracking-tight">Rappen</span>
        </div>
        <div className="rounded-2xl border border-line bg-surface p-5 sm:p-8">
          <h1 ref={heading} className="font-semibold text-2xl leading-tight">
            {title}
          </h1>
          {lead !== undefined && <p className="mt-1.5 text-muted">{lead}</p>}
          <div className="mt-6 empty:hidden">{children}</div>
        </div>
        {beside}
      </main>
    </div>
  );
}

function Preferences(): ReactElement {
  const { t } = useLingui();
  return (
    <header className="flex justify-end gap-1 px-3 pt-3">
      <MenuButton
        className={BUTTON}
        button={
          <>
            <Globe aria-hidden className="size-4 text-muted" />
            {LANGUAGE_NAMES[presentLanguage()]}
          </>
        }
        label={t`Language: ${LANGUAGE_NAMES[presentLanguage()]}`}
      >
        <LanguageChoice />
      </MenuButton>
      <MenuButton
        className={BUTTON}
        label={t`Theme`}
        button={<SunMoon aria-hidden className="size-4 text-muted" />}
      >
        <ThemeChoice />
      </MenuButton>
    </header>
  );
}

const BUTTON =
  'inline-flex min-h-9 min-w-9 cursor-pointer items-center justify-center gap-2 rounded-lg px-2.5 text-sm hover:bg-sunken';

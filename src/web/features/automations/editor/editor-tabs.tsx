import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { TABS, type Tab } from '../automations-search.ts';

/** The parts of an automation; each is part of the address. */
export function EditorTabs({
  present,
  tabs = TABS,
}: {
  readonly present: Tab;
  readonly tabs?: readonly Tab[];
}): ReactElement {
  const { t } = useLingui();
  const words: Readonly<Record<Tab, string>> = {
    prompt: t`Prompt`,
    trigger: t`Trigger`,
    models: t`LLM models`,
    runs: t`Runs`,
  };
  return (
    <nav
      aria-label={t`Parts of the automation`}
      className="-mx-4 mb-6 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0"
    >
      <ul className="flex min-w-max gap-1">
        {tabs.map((tab) => (
          <li key={tab}>
            <Link
              to="."
              search={(old: object) => ({ ...old, tab: tab === 'prompt' ? undefined : tab, run: undefined })}
              aria-current={tab === present ? 'page' : undefined}
              className={`-mb-px inline-flex min-h-10 items-center border-b-2 px-3 font-medium outline-offset-[-2px] hover:text-ink ${
                tab === present ? 'border-accent text-ink' : 'border-transparent text-muted'
              }`}
            >
              {words[tab]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

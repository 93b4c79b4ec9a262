import { oneOf, textOf } from '#web/lib/search/search-text.ts';

export interface AutomationsSearch {
  /** Words of names that the list is narrowed by. */
  readonly q?: string | undefined;
  readonly status?: 'active' | 'paused' | undefined;
}

export function readAutomationsSearch(search: Readonly<Record<string, unknown>>): AutomationsSearch {
  return { q: textOf(search.q, 100), status: oneOf(['active', 'paused'], search.status) };
}

export const TABS = ['prompt', 'trigger', 'models', 'runs'] as const;
export type Tab = (typeof TABS)[number];

export interface AutomationSearch {
  /** Default: the prompt. */
  readonly tab?: Tab | undefined;
  /** A run that is looked at. */
  readonly run?: string | undefined;
  /** Which runs are listed. */
  readonly runState?: string | undefined;
  readonly dialog?: 'run' | 'delete' | 'secret' | undefined;
  /** The model that the last runs are compared with: `provider/model`. */
  readonly with?: string | undefined;
  /** A new one begins with this answer of a conversation. */
  readonly from?: string | undefined;
  readonly message?: string | undefined;
}

export function readAutomationSearch(search: Readonly<Record<string, unknown>>): AutomationSearch {
  return {
    tab: oneOf(TABS, search.tab),
    run: textOf(search.run, 40),
    runState: textOf(search.runState, 20),
    dialog: oneOf(['run', 'delete', 'secret'], search.dialog),
    with: textOf(search.with, 260),
    from: textOf(search.from, 40),
    message: textOf(search.message, 40),
  };
}

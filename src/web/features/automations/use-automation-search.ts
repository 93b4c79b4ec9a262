import { useNavigate, useSearch } from '@tanstack/react-router';
import { type AutomationSearch, readAutomationSearch } from './automations-search.ts';

/** What stands in the address of an automation, and how it is changed. */
export function useAutomationSearch(): {
  readonly search: AutomationSearch;
  /** `replace`: Back does not come to what is shown now. */
  readonly change: (changed: AutomationSearch, replace?: boolean) => void;
} {
  const search = readAutomationSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (changed: AutomationSearch, replace = false) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...changed }), replace, resetScroll: false });
  return { search, change };
}

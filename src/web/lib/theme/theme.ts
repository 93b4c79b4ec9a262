import { useSyncExternalStore } from 'react';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = 'rappen-theme';
const darkPreferred = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** What was chosen in this browser; `system` if nothing was. */
function chosenTheme(): Theme {
  return THEMES.find((theme) => theme === readKept()) ?? 'system';
}

/** Shows a theme from now on, in this browser. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
  show();
}

/** From now on the page changes with the device, unless a theme was chosen. Once, when the page begins. */
export function followDevice(): void {
  darkPreferred.addEventListener('change', show);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosenTheme);
}

function show(): void {
  const theme = chosenTheme();
  const isDark = theme === 'dark' || (theme === 'system' && darkPreferred.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

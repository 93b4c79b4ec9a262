import type { ReactNode } from 'react';
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';

const SHOWN_MS = 6_000;

/** Short notices of what was done, newest last. What went wrong stands where it happened instead. */
export const notices = new ToastQueue<ReactNode>({ maxVisibleToasts: 3 });

export function notify(text: ReactNode): void {
  notices.add(text, { timeout: SHOWN_MS });
}

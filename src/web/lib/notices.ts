import type { ReactNode } from 'react';
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';

const SHOWN_MS = 6_000;
/** Long enough to read it, to think again, and to get there by keyboard. */
const UNDO_SHOWN_MS = 20_000;

export interface Notice {
  readonly text: ReactNode;
  /** Takes back what the notice tells of. */
  readonly undo?: () => void;
}

/** Short notices of what was done, newest last. What went wrong stands where it happened instead. */
export const notices = new ToastQueue<Notice>({ maxVisibleToasts: 3 });

export function notify(text: ReactNode): void {
  notices.add({ text }, { timeout: SHOWN_MS });
}

/** Only the newest can be taken back: an older one might undo what was done since. */
export function notifyWithUndo(text: ReactNode, undo: () => void): void {
  for (const { key, content } of notices.visibleToasts) if (content.undo) notices.close(key);
  const key = notices.add(
    {
      text,
      undo: () => {
        notices.close(key);
        undo();
      },
    },
    { timeout: UNDO_SHOWN_MS },
  );
}

export const COMPOSER_ID = 'chat-composer';

/** To where the next message is written: whoever wants a new conversation wants to say something. */
export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}

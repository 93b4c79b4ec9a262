/** Where a page asks whether it is meant, and where a mail program unsubscribes by itself (POST, RFC 8058). */
export const UNSUBSCRIBE_PATH = '/unsubscribe';

/** The link of one mail. `publicUrl` has no slash at the end. */
export function unsubscribeLink(publicUrl: string, token: string): string {
  return `${publicUrl}${UNSUBSCRIBE_PATH}?token=${token}`;
}

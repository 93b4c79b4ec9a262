/** What one mandate has and another does not: a conversation, an automation, a booking, a user. */
const OF_ONE_MANDATE = /\/(?:aut|cnv|txn|usr)_[^/]*(?:\/.*)?$/;

/** The page that shows in another mandate what this path shows here: the list where this is one thing of it. */
export function pathInOtherMandate(pathname: string): string {
  return pathname.replace(OF_ONE_MANDATE, '');
}

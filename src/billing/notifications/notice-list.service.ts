import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, MICROS_FORM, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { mailsOfEvents } from '#mail/mails-of-events.store.ts';
import { describeNotice } from './describe-notice.ts';
import type { noticesAnswer, noticesQuery } from './notice.contract.ts';
import { listNotices } from './notice-list.store.ts';
import { eventKeyOf } from './tell-notices.ts';

/** What was noticed, who was told of it, and whether it has reached them. */
export async function readNotices(
  db: Db,
  mandateId: MandateId,
  { cursor, limit }: z.output<typeof noticesQuery>,
): Promise<z.input<typeof noticesAnswer>> {
  const [atMicros = '', id = ''] = decodePageCursor(cursor, [MICROS_FORM, UUID_FORM]) ?? [];
  const after = cursor === undefined ? undefined : { atMicros, id };
  const rows = await listNotices(db, mandateId, after, limit + 1);
  const { page, ...next } = pageOf(rows, limit, (row) => [row.atMicros, uuidOf(row.id)]);
  const [names, mails] = await Promise.all([
    namesOfUsers(
      db,
      page.flatMap(({ userId }) => userId ?? []),
    ),
    mailsOfEvents(
      db,
      page.map((notice) => eventKeyOf(notice.id)),
    ),
  ]);
  const notices = page.map((notice) => ({
    ...describeNotice(notice),
    ...(notice.userId && { userName: names.get(notice.userId)?.name ?? notice.userId }),
    state: notice.state,
    dueAt: notice.dueAt.toISOString(),
    mails: mails
      .filter(({ eventKey }) => eventKey === eventKeyOf(notice.id))
      .map(({ to, state }) => ({ to, state })),
    ...(notice.delivery && { delivery: notice.delivery }),
  }));
  return { notices, ...next };
}

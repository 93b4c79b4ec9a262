import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { findMembers } from '#identity/members/member.store.ts';
import { mandateAdministratorAddresses } from '#identity/users/administrators.store.ts';
import type { NoticeId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { formatChf } from '#kernel/money.ts';
import { isMailAddress } from '#mail/mail-address.ts';
import { queueMail } from '#mail/outbox.ts';
import { claimDueNotice, endNotice, isStillTrue, putOffNotice } from './notice.store.ts';
import type { Notice } from './notice.ts';
import { findWebhook } from './outgoing-webhook.store.ts';
import { readWarningFacts, type WarningFacts } from './warning-facts.store.ts';
import { type WarningReason, warningMail } from './warning-mail.ts';
import { insertDelivery } from './webhook-delivery.store.ts';
import { queueDelivery } from './webhook-worker.ts';

export interface TellDeps {
  readonly db: Db;
  readonly log: Log;
  readonly publicAddress: { url(): string };
}

/** More come a second later. */
const MOST_IN_A_ROUND = 200;

/** Tells what is due: each notice in a transaction of its own, so that it is told once, whichever process does. One that fails is put off, and stops no other. */
export async function tellDueNotices(deps: TellDeps): Promise<void> {
  for (let round = 0; round < MOST_IN_A_ROUND; round++) {
    let claimed: Notice | undefined;
    try {
      await transaction(deps.db, async (tx) => {
        claimed = await claimDueNotice(tx);
        if (claimed) await tell(deps, tx, claimed);
      });
    } catch (error) {
      if (!claimed) throw error;
      deps.log.warn({ err: error, notice: claimed.id }, 'a balance warning is not told yet');
      await putOffNotice(deps.db, claimed);
    }
    if (!claimed) return;
  }
}

async function tell(deps: TellDeps, tx: Tx, notice: Notice): Promise<void> {
  if (!(await isStillTrue(tx, notice))) return endNotice(tx, notice, 'dropped');
  const facts = await readWarningFacts(tx, notice);
  if (notice.kind !== 'recovered') await sendMails(deps, tx, notice, facts);
  await sendToWebhook(tx, notice, facts);
  await endNotice(tx, notice, 'told');
}

/** What a notice's mails have in common: by it they are found again. */
export function eventKeyOf(noticeId: NoticeId): string {
  return `balance:${noticeId}`;
}

async function sendMails(
  { publicAddress }: TellDeps,
  tx: Tx,
  notice: Notice,
  facts: WarningFacts,
): Promise<void> {
  for (const [to, reason] of await readersOf(tx, notice, facts)) {
    const { subject, ...content } = warningMail({ notice, facts, reason, address: publicAddress.url() });
    await queueMail(tx, {
      mandateId: notice.mandateId,
      to,
      subject,
      ...content,
      kind: 'balance_warning',
      holdsSecret: false,
      eventKey: eventKeyOf(notice.id),
    });
  }
}

/** Each address once: whose wallet it is, and the recipients of the settings, or else the administrators. */
async function readersOf(
  tx: Tx,
  { mandateId, userId }: Notice,
  { recipients }: WarningFacts,
): Promise<ReadonlyMap<string, WarningReason>> {
  const readers = new Map<string, WarningReason>();
  const others = recipients.length > 0 ? recipients : await mandateAdministratorAddresses(tx, mandateId);
  for (const address of others) readers.set(address, recipients.length > 0 ? 'recipient' : 'administrator');
  // Who is no member any more is told nothing of the mandate.
  const [owner] = userId ? await findMembers(tx, mandateId, { userId, limit: 1 }) : [];
  if (owner && !readers.has(owner.email)) readers.set(owner.email, 'owner');
  return new Map([...readers].filter(([address]) => isMailAddress(address)));
}

async function sendToWebhook(tx: Tx, notice: Notice, facts: WarningFacts): Promise<void> {
  const { id, mandateId, accountId, userId, kind, threshold, at } = notice;
  if ((await findWebhook(tx, mandateId))?.url === undefined) return;
  const data = {
    noticeId: id,
    mandateId,
    accountId,
    ...(userId === undefined ? {} : { userId }),
    leftChf: formatChf(facts.amountLeft),
    thresholdChf: formatChf(threshold),
    crossedAt: at.toISOString(),
  };
  const deliveryId = await insertDelivery(tx, mandateId, { noticeId: id, type: `balance.${kind}`, data });
  await queueDelivery(tx, mandateId, deliveryId);
}

import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { findPerson, insertPasswordLink } from './password-link.store.ts';
import { invitationMail, type PasswordMail, resetMail } from './password-mails.ts';
import type { PublicAddress } from './public-address.ts';

/** Puts a mail into the outbox, in the caller's transaction. */
export type SendMail = (
  tx: Tx,
  mail: PasswordMail & {
    readonly mandateId?: MandateId;
    readonly to: string;
    readonly kind: 'invitation' | 'password_reset';
    readonly holdsSecret: boolean;
  },
) => Promise<unknown>;

export interface InvitationRequest {
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  /** Whose administrator invites. */
  readonly mandateId: MandateId;
}

export interface PasswordLinks {
  /** Mails a link by which the invited user sets a password; valid for 7 days, once. All of it belongs to the transaction. */
  createInvitation(tx: Tx, request: InvitationRequest): Promise<void>;
  /**
   * Mails a link by which the user sets a new password; valid for an hour, once. For an address that nobody has it does
   * nothing. `email` in lower case.
   */
  requestReset(db: Db, email: string): Promise<void>;
}

const INVITATION_DAYS = 7;
const RESET_MINUTES = 60;

/** Links that set a password: the same for somebody who has none yet and somebody who has forgotten it. */
export function createPasswordLinks(deps: {
  readonly address: PublicAddress;
  readonly sendMail: SendMail;
}): PasswordLinks {
  const linkOf = (token: string) => `${deps.address.url()}/set-password?token=${token}`;
  return {
    createInvitation: async (tx, { userId, email, name, language, mandateId }) => {
      const token = await insertPasswordLink(tx, uuidOf(userId), INVITATION_DAYS * 24 * 3600);
      const mail = invitationMail(language, { name, link: linkOf(token), days: INVITATION_DAYS });
      await deps.sendMail(tx, { ...mail, mandateId, to: email, kind: 'invitation', holdsSecret: true });
    },
    requestReset: (db, email) =>
      transaction(db, async (tx) => {
        const person = await findPerson(tx, { email });
        if (!person) return;
        const { name, language } = person;
        const token = await insertPasswordLink(tx, uuidOf(person.userId), RESET_MINUTES * 60);
        const mail = resetMail(language, { name, link: linkOf(token), minutes: RESET_MINUTES });
        await deps.sendMail(tx, { ...mail, to: person.email, kind: 'password_reset', holdsSecret: true });
      }),
  };
}

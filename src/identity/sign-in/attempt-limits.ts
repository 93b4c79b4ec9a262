import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import { countAttempt, forgetAttempts } from './attempt.store.ts';

/** What is counted together: attempts within a window of time. */
interface Limit {
  readonly name: string;
  readonly most: number;
  readonly windowSeconds: number;
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;

/**
 * Passwords. Someone who tries at one account from one address has few attempts; from everywhere together more, so that
 * strangers cannot lock somebody out cheaply; at all accounts from one address enough for an office behind one.
 */
const PASSWORD_AT_ACCOUNT_FROM_ADDRESS: Limit = { name: 'pw', most: 10, windowSeconds: 15 * MINUTE_SECONDS };
const PASSWORD_AT_ACCOUNT: Limit = { name: 'pw-account', most: 100, windowSeconds: HOUR_SECONDS };
const PASSWORD_FROM_ADDRESS: Limit = { name: 'pw-address', most: 100, windowSeconds: 15 * MINUTE_SECONDS };
/** Mails to one person, and from one address. */
const MAIL_TO_ACCOUNT: Limit = { name: 'mail', most: 5, windowSeconds: HOUR_SECONDS };
const MAIL_FROM_ADDRESS: Limit = { name: 'mail-address', most: 30, windowSeconds: HOUR_SECONDS };
/** Codes, links, ways to the issuer. better-auth limits codes per account and per sign-in, too. */
const OTHER_FROM_ADDRESS: Limit = { name: 'other', most: 60, windowSeconds: 15 * MINUTE_SECONDS };

export interface AttemptLimits {
  /** Before a password is looked at. The account is an e-mail address or an id, known or not. Throws `rate_limited`. */
  password(address: string, account: string): Promise<void>;
  /** The password was right: what this account was tried before no longer counts. */
  passwordWasRight(address: string, account: string): Promise<void>;
  /** Before a mail is asked for. Throws `rate_limited`. */
  mail(address: string, account: string): Promise<void>;
  /** Before anything else that could be guessed or repeated. Throws `rate_limited`. */
  other(address: string): Promise<void>;
}

/** Limits that all processes share, by the database. The same for accounts that exist and those that do not. */
export function createAttemptLimits(db: Db): AttemptLimits {
  const count = async (limit: Limit, ...subject: readonly string[]) => {
    const { count, endsInSeconds } = await countAttempt(db, keyOf(limit, subject), limit.windowSeconds);
    if (count > limit.most) {
      throw new AppError('rate_limited', { retry_after_seconds: Math.max(1, endsInSeconds) });
    }
  };
  return {
    password: async (address, account) => {
      // The narrow one first: who is stopped there does not use up what others have.
      await count(PASSWORD_AT_ACCOUNT_FROM_ADDRESS, address, account);
      await count(PASSWORD_FROM_ADDRESS, address);
      await count(PASSWORD_AT_ACCOUNT, account);
    },
    passwordWasRight: (address, account) =>
      forgetAttempts(db, [
        keyOf(PASSWORD_AT_ACCOUNT_FROM_ADDRESS, [address, account]),
        keyOf(PASSWORD_AT_ACCOUNT, [account]),
      ]),
    mail: async (address, account) => {
      await count(MAIL_FROM_ADDRESS, address);
      await count(MAIL_TO_ACCOUNT, account);
    },
    other: (address) => count(OTHER_FROM_ADDRESS, address),
  };
}

function keyOf({ name }: Limit, subject: readonly string[]): string {
  return JSON.stringify([name, ...subject]);
}

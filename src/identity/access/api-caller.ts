import type { UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { Actor } from '../actor.ts';

/** Somebody who is signed in. */
export interface Session {
  readonly userId: UserId;
  readonly sessionId: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly twoFactorEnabled: boolean;
  readonly expiresAt: Date;
}

/** Reads the session from a request's cookies. */
export interface Sessions {
  /** Undefined: no cookie, or its session has ended. */
  sessionOf(headers: { readonly cookie?: string | undefined }): Promise<Session | undefined>;
}

/** Who calls: a program with a key, which belongs to one mandate, or a person who may be a member of several. */
export type Caller = { readonly kind: 'key'; readonly userId: UserId; readonly actor: Actor } | SignedIn;

export interface SignedIn {
  readonly kind: 'session';
  readonly userId: UserId;
  readonly session: Session;
}

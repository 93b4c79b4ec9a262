import type { Language } from '#kernel/language.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export interface ProfileChange {
  readonly name?: string;
  /** Of his mails; the pages follow it where it was chosen. */
  readonly language?: Language;
}

/** Changes what is known of the person who is signed in. Throws `invalid_request`. */
export async function changeProfile(change: ProfileChange): Promise<void> {
  const patch = api.PATCH as unknown as (
    path: string,
    options: { body: unknown },
  ) => ReturnType<typeof api.PATCH>;
  await answerOf(patch('/api/me', { body: change }));
}

import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

type ProfileBody = NonNullable<paths['/api/me']['patch']['requestBody']>;
/** Name, and language: of the pages and of the mails. */
export type ProfileChange = ProfileBody['content']['application/json'];

/** Changes what is known of the person who is signed in. Throws `invalid_request`. */
export async function changeProfile(change: ProfileChange): Promise<void> {
  await answerOf(api.PATCH('/api/me', { body: change }));
}

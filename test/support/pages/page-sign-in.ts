import type { BrowserContext } from '@playwright/test';

/** Signs a browser, or a client that is to become one, in through the real endpoint. */
export async function signInPerson(
  context: Pick<BrowserContext, 'request'>,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const answer = await context.request.post('/api/auth/sign-in/email', { data: { email, password } });
  if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()} ${await answer.text()}`);
}

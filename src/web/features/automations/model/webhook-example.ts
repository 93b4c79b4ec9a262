/** How a program calls the webhook, in TypeScript, with a library of the standard. */
export function webhookExample(url: string, variables: readonly string[]): string {
  const body = variables.map((name) => `  ${name}: '...',\n`).join('');
  return `import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { request } from 'undici';

const id = randomUUID();
const now = new Date();
const body = JSON.stringify({
${body}});

await request('${url}', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook('whsec_...').sign(id, now, body),
  },
  body,
});
`;
}

/** How a program calls the webhook, in TypeScript; the secret comes from its environment. */
export function webhookExample(url: string, variables: readonly string[]): string {
  const body = variables.map((name) => `  ${name}: '...',`).join('\n');
  return `import { createHmac, randomUUID } from 'node:crypto';

const body = JSON.stringify({
${body}
});
const id = randomUUID();
const timestamp = Math.floor(Date.now() / 1000);
const secret = Buffer.from(process.env.WEBHOOK_SECRET.slice(6), 'base64');
const signature = createHmac('sha256', secret)
  .update(\`\${id}.\${timestamp}.\${body}\`)
  .digest('base64');

await fetch('${url}', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': \`v1,\${signature}\`,
  },
  body,
});
`;
}

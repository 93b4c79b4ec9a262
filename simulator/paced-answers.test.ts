import { afterAll, expect, test } from 'vitest';
import { startSimulator } from '#simulator/simulator.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());

/** Asks for a stream, and gives each read of it. */
async function stream(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const answer = await fetch(`${simulator.baseUrls.openai}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5-mini', stream: true, messages: [{ role: 'user', content: 'Hi' }] }),
  });
  if (!answer.body) throw new Error('no stream');
  return answer.body.getReader();
}

test('a pace is awaited before the first byte and before each delta but the first; its call is billed whole', async () => {
  let paces = 0;
  simulator.changeSettings({
    chunks: 5,
    pace: async () => {
      paces += 1;
    },
  });
  const reader = await stream();
  while (!(await reader.read()).done);
  expect(paces).toBe(5);
  expect(simulator.ledger.entries.at(-1)).toMatchObject({ outcome: 'answered', billed: true });
});

test('what a pace holds back is not sent; who leaves meanwhile is billed what was generated', async () => {
  const waiting: (() => void)[] = [];
  simulator.changeSettings({
    outputTokens: 50,
    chunks: 5,
    pace: () => new Promise((resolve) => void waiting.push(resolve)),
  });
  const asked = stream();
  await expect.poll(() => waiting.length).toBe(1);
  waiting.pop()?.();
  const reader = await asked;
  await expect.poll(() => waiting.length).toBe(1);
  await reader.cancel();
  await expect
    .poll(() => simulator.ledger.entries.at(-1))
    .toMatchObject({ outcome: 'aborted', billed: true, usage: { completion_tokens: 10 } });
});

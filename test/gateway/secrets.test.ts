import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Fault } from '#simulator/directives.ts';
import { PROVIDER_KEY, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

let logged = '';
// Without the redaction that the real log has: nothing secret may be passed to it in the first place.
const log = pino({ level: 'trace' }, { write: (line) => (logged += line) });
const rappen = await startTestRappen({ log, timeouts: { headersMs: 200, bodyMs: 200 } });
const FAULTS: readonly Fault[] = [
  'rate_limited',
  'server_error',
  'key_limit',
  'error_mid_stream',
  'cut_mid_stream',
  'cut_before_usage',
  'reset_after_generation',
  'hang',
  'no_usage',
  'absurd_usage',
  'redirect',
  'invalid_json',
];
const PROMPT = 'the secret recipe of the Leckerli';

test('no key, no prompt and no output is logged, whatever goes wrong', async () => {
  const caller = await rappen.caller();
  for (const fault of FAULTS) {
    rappen.simulator.script({ directives: { fault, text: PROMPT } });
    for (const stream of [false, true]) {
      const body = { ...WIRE_FORMATS.messages.body, stream, messages: [{ role: 'user', content: PROMPT }] };
      await rappen.post(WIRE_FORMATS.messages.path, caller.key, body).then((answer) => answer.text());
    }
  }
  await rappen.post(WIRE_FORMATS.messages.path, `${caller.key}x`, {}).then((answer) => answer.text());
  await rappen.settled();
  expect(logged).toContain('the provider refuses the operator');
  expect(logged).not.toContain(PROVIDER_KEY);
  expect(logged).not.toContain('rpn_');
  expect(logged).not.toContain('Leckerli');
}, 60_000);

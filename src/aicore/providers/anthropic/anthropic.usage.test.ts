import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../provider.ts';
import { AnthropicUsage } from './anthropic.usage.ts';

describe('the usage of a message', () => {
  it('agrees with an oracle on any sequence of usages', () => {
    fc.assert(
      fc.property(fc.array(usageArbitrary, { minLength: 1, maxLength: 5 }), (usages) => {
        const last = { output_tokens: 7 };
        const usage = new AnthropicUsage();
        for (const each of [...usages, last]) usage.overwrite(each);
        expect(usage.parts('m')).toEqual([{ model: 'm', quantities: oracle([...usages, last]) }]);
      }),
    );
  });
});

const count = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null });
const usageArbitrary = fc.record(
  {
    input_tokens: count,
    output_tokens: count,
    cache_read_input_tokens: count,
    server_tool_use: fc.record({ web_search_requests: fc.nat(9) }),
    cache_creation: fc.record({
      ephemeral_5m_input_tokens: fc.nat(99),
      ephemeral_1h_input_tokens: fc.nat(99),
    }),
    cache_creation_input_tokens: fc.integer({ min: 200, max: 999 }),
  },
  { requiredKeys: [] },
);

/** The same by another way: for each field the last event that has it, in sums of big integers. */
function oracle(usages: readonly JsonObject[]): Record<string, number> {
  const latest = (...path: string[]): bigint => {
    for (const usage of usages.toReversed()) {
      const top = usage[path[0] ?? ''];
      if (top === undefined || top === null) continue;
      return BigInt(String(path.length > 1 ? Reflect.get(Object(top), path[1] ?? '') : top));
    }
    return 0n;
  };
  const oneHour = latest('cache_creation', 'ephemeral_1h_input_tokens');
  const fiveMinutes = latest('cache_creation', 'ephemeral_5m_input_tokens');
  const total = latest('cache_creation_input_tokens');
  const result = {
    input_tokens: latest('input_tokens'),
    cached_input_tokens: latest('cache_read_input_tokens'),
    cache_write_5m_tokens: total === 0n ? fiveMinutes : total - oneHour,
    cache_write_1h_tokens: oneHour,
    output_tokens: latest('output_tokens'),
    web_searches: latest('server_tool_use', 'web_search_requests'),
  };
  return Object.fromEntries(
    Object.entries(result)
      .filter(([, value]) => value > 0n)
      .map(([meter, value]) => [meter, Number(value)]),
  );
}

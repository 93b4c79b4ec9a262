import { invalidRequest } from '#kernel/error.ts';
import { InputTally } from '../../input-tally.ts';

export class AnthropicTally extends InputTally {
  thinkingBudget: number | undefined;
  /** Some hosted tool does not say how often it may be used, so the gateway has to. */
  hasUncappedTools = false;

  constructor() {
    super({ hiddenTokens: 100, estimateMarginPercent: 100 });
  }

  /** The dearest kind of cache write that the request asks for is taken for all of the input. */
  writeCache(ttl: unknown, path: string): void {
    if (ttl !== undefined && ttl !== null && ttl !== '5m' && ttl !== '1h') {
      throw invalidRequest(`${path}.ttl`, 'must be "5m" or "1h"');
    }
    if (ttl === '1h') this.inputMeter = 'cache_write_1h_tokens';
    else if (this.inputMeter === 'input_tokens') this.inputMeter = 'cache_write_5m_tokens';
  }
}

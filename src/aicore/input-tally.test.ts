import { describe, expect, it } from 'vitest';
import { InputTally } from './input-tally.ts';

const MEDIA = 'aGVsbG8gd29ybGQ'.repeat(200);

describe('media that are left out of the estimate', () => {
  it('are counted as text where the same text is elsewhere in the body', () => {
    const plain = estimate({ image: MEDIA });
    expect(plain).toBe(estimate({ image: '' }));
    const copied = estimate({ text: [MEDIA, MEDIA], image: MEDIA });
    expect(copied).toBeGreaterThan(plain + 1_000);
  });

  it('are left out as often as they were found', () => {
    const twice = new InputTally({ hiddenTokens: 0, estimateMarginPercent: 0 });
    twice.leaveOut(MEDIA);
    twice.leaveOut(MEDIA);
    const body = { images: [MEDIA, MEDIA] };
    expect(twice.tokensOf(body, JSON.stringify(body).length, 'estimate')).toBeLessThan(20);
  });
});

function estimate(body: { readonly image: string; readonly text?: readonly string[] }): number {
  const tally = new InputTally({ hiddenTokens: 0, estimateMarginPercent: 0 });
  tally.leaveOut(body.image);
  return tally.tokensOf(body, JSON.stringify(body).length, 'estimate');
}

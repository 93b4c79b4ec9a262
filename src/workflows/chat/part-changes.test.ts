import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskEvent } from '../processor/task-event.ts';
import { type AnswerPart, grow, NOTHING_YET } from './growing-answer.ts';
import { partChanges } from './part-changes.ts';

const delta = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
const url = fc.webUrl();
const event: fc.Arbitrary<TaskEvent> = fc.oneof(
  { weight: 6, arbitrary: delta.map((text) => ({ type: 'text', delta: text }) as const) },
  { weight: 3, arbitrary: delta.map((text) => ({ type: 'reasoning', delta: text }) as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a', 'b').map((callId) => ({
      ...{ type: 'tool_call', callId, name: 'web_search', input: { query: callId } },
    })) as fc.Arbitrary<TaskEvent>,
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('a', 'b'), url, fc.boolean()).map(([callId, found, isError]) => ({
      ...{ type: 'tool_result', callId, isError, output: { results: [{ url: found, title: 'T' }] } },
    })) as fc.Arbitrary<TaskEvent>,
  },
  { weight: 1, arbitrary: url.map((found) => ({ type: 'source', url: found, title: undefined }) as const) },
);

const partsAfter = (events: readonly TaskEvent[]) => events.reduce(grow, NOTHING_YET).parts;

/** As a reader puts pieces together. */
function applied(
  parts: readonly AnswerPart[],
  changes: ReturnType<typeof partChanges>,
): readonly AnswerPart[] {
  if (changes === 'anew') throw new Error('there are no pieces');
  return changes.reduce(
    (grown, { type, delta: piece }) => grow({ ...NOTHING_YET, parts: grown }, { type, delta: piece }).parts,
    parts,
  );
}

describe('what was stored a moment ago and what is stored now', () => {
  test('pieces make the one into the other', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.nat(30), (events, cut) => {
        const before = partsAfter(events.slice(0, cut));
        const now = partsAfter(events);
        const changes = partChanges(before, now);
        if (changes !== 'anew') expect(applied(before, changes)).toEqual(now);
      }),
      { numRuns: 2_000 },
    );
  });

  test('text that only grows is never told anew', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 20 }),
        fc.array(fc.tuple(fc.constantFrom('text', 'reasoning'), delta)),
        (events, more) => {
          const grown = more.map(([type, piece]) => ({ type, delta: piece }) as TaskEvent);
          const changes = partChanges(partsAfter(events), partsAfter([...events, ...grown]));
          expect(changes).not.toBe('anew');
        },
      ),
    );
  });

  test.each([
    ['less than before', [{ type: 'text', text: 'ab' }], []],
    ['another text', [{ type: 'text', text: 'ab' }], [{ type: 'text', text: 'ac' }]],
    [
      'results of a search that was there',
      [{ type: 'search', query: 'a', results: null, failure: null }],
      [{ type: 'search', query: 'a', results: [], failure: null }],
    ],
  ] as const)('%s: anew', (_name, before, now) => {
    expect(partChanges(before as readonly AnswerPart[], now as readonly AnswerPart[])).toBe('anew');
  });
});

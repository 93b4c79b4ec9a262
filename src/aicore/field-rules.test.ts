import { describe, expect, it } from 'vitest';
import {
  checkBody,
  type FieldRules,
  list,
  object,
  oneOrMany,
  only,
  opaque,
  read,
  refused,
  variants,
} from './field-rules.ts';

const FIELDS: FieldRules<string[]> = {
  anything: opaque,
  never: refused('it costs too much'),
  color: only(['red'], 'other colors cost more'),
  seen: read((value, path, tally) => tally.push(`${path}=${String(value)}`)),
  items: list(
    variants(
      'type',
      { a: object({ type: opaque, size: opaque }, (_, path, tally) => tally.push(path)) },
      'a',
    ),
  ),
  some: oneOrMany(object({ id: opaque })),
};

describe('checkBody', () => {
  it('passes known fields, and tells the tally what it has read', () => {
    const tally: string[] = [];
    const body = {
      anything: { at: ['all'] },
      color: 'red',
      seen: 7,
      items: [{ type: 'a' }, { size: 1 }],
      some: { id: 1 },
    };
    checkBody({ ...body, never: null }, FIELDS, tally);
    expect(tally).toEqual(['seen=7', 'items[0]', 'items[1]']);
  });

  it.each([
    [{ other: 1 }, 'other'],
    [{ toString: 1 }, 'toString'],
    [{ 'a\r\nb': 1 }, 'a??b'],
    [{ never: false }, 'never'],
    [{ color: 'blue' }, 'color'],
    [{ items: [{ type: 'b' }] }, 'items[0].type'],
    [{ items: [{ type: 'a', weight: 1 }] }, 'items[0].weight'],
    [{ items: { type: 'a' } }, 'items'],
    [{ items: [[{ type: 'b' }]] }, 'items[0]'],
    [{ some: [{ id: 1 }, { key: 1 }] }, 'some[1].key'],
  ])('refuses %j', (body, path) => {
    const wanted = expect.objectContaining({ code: 'invalid_request', details: { path } });
    expect(() => checkBody(body, FIELDS, [])).toThrow(wanted);
  });

  it('lets text stand where an object could: its bytes bound it', () => {
    checkBody({ items: 'text', some: 7 }, FIELDS, []);
  });

  it('takes 64 levels and no more', () => {
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    checkBody({ anything: nested(64) }, FIELDS, []);
    expect(() => checkBody({ anything: nested(65) }, FIELDS, [])).toThrow(/deeper than 64/);
  });
});

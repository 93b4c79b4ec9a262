import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonObject } from './json-body.ts';

describe('a JSON body', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 6 })), (value) => {
        const text = JSON.stringify(value);
        expect(parseJsonObject(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['a field twice', '{"max_tokens":1,"max_tokens":100000}'],
    ['a field twice, once escaped', '{"max_tokens":1,"max\\u005ftokens":100000}'],
    ['a field twice further down', '{"a":[{"b":{"c":1,"c":2}}]}'],
    ['no object', '[1]'],
    ['null', 'null'],
    ['no JSON', '{"a":'],
    ['NaN', '{"max_tokens":NaN}'],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['nesting of 10,000 levels', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['more than 500,000 values', `{"a":[${'[],'.repeat(500_000)}1]}`],
    ['nothing', ''],
  ])('is refused: %s', (_what, text) => {
    expect(() => parseJsonObject(Buffer.from(text))).toThrowError(
      expect.objectContaining({ code: 'invalid_request', details: { path: 'body' } }),
    );
  });

  test('may contain colons, quotes and brackets in its texts', () => {
    const value = { text: 'a: "b" {c} [d] \\', 'key: "x"': ['::', '\\"', '{{{'] };
    expect(parseJsonObject(Buffer.from(JSON.stringify(value)))).toEqual(value);
  });

  test('keeps a field named __proto__ as a field', () => {
    const value = parseJsonObject(Buffer.from('{"__proto__":{"x":1}}'));
    expect(Object.keys(value)).toEqual(['__proto__']);
  });
});

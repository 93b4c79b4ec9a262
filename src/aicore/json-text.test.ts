import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeepingNumbers, removeField, WrittenNumber } from './json-text.ts';

describe('removeField', () => {
  it('leaves every other byte', () => {
    expect(removeField('{"a": 1 , "usage" : {"credits":1}, "b":"é\\""}', 'usage')).toBe(
      '{"a": 1 , "b":"é\\""}',
    );
    expect(removeField('{"a": 1.10 ,\n "usage" : {"credits":1} }', 'usage')).toBe('{"a": 1.10 }');
    expect(removeField(' {"usage":null}', 'usage')).toBe(' {}');
    expect(removeField('{"us\\u0061ge":[1,{"x":"]"}],"a":"usage"}', 'usage')).toBe('{"a":"usage"}');
  });

  it('leaves a field of that name inside another one', () => {
    const text = '{"results":[{"usage":1}],"x":{"usage":2}}';
    expect(removeField(text, 'usage')).toBe(text);
  });

  it('leaves what is no object', () => {
    for (const text of ['[{"usage":1}]', '"usage"', '', 'null'])
      expect(removeField(text, 'usage')).toBe(text);
  });

  it('gives what parsing, deleting and writing gives, for any object, however it is spaced', () => {
    const field = fc.constantFrom('usage', 'a', 'b"', 'us', '');
    const space = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), space, (object, indent) => {
        const { usage: _, ...rest } = object;
        expect(JSON.parse(removeField(JSON.stringify(object, null, indent), 'usage'))).toEqual(
          JSON.parse(JSON.stringify(rest)),
        );
      }),
    );
  });
});

describe('parseKeepingNumbers', () => {
  it('keeps the digits of the named fields only', () => {
    const names = new Set(['total_cost']);
    const value = parseKeepingNumbers(
      '{"total_cost":0.00537000000000000001,"x":0.5,"y":{"total_cost":5e-3}}',
      names,
    );
    expect(value).toEqual({
      total_cost: new WrittenNumber('0.00537000000000000001'),
      x: 0.5,
      y: { total_cost: new WrittenNumber('5e-3') },
    });
  });
});

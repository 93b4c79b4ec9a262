import { expect, test } from 'vitest';
import { readInput } from './run-input.ts';

test('only what was given, or is the default, is a value', () => {
  const variable = { name: 'constructor', label: '', kind: 'line', isRequired: false, choices: [] } as const;
  expect(readInput([{ ...variable, choices: [], default: null }], {}, 'input')).toEqual({ constructor: '' });
  expect(readInput([{ ...variable, choices: [], default: 'x' }], { constructor: '' }, 'input')).toEqual({
    constructor: '',
  });
});

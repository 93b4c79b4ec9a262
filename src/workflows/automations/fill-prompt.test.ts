import { expect, test } from 'vitest';
import { variablesIn } from './fill-prompt.contract.ts';

test('each place counts once, and only what can be a name', () => {
  expect(variablesIn('{{town}} and {{ day }}, {{town}}, {{Town}}, {{1}}, {{}}')).toEqual(['town', 'day']);
});

import { expect, test } from 'vitest';
import { filledPrompt, variablesFor, variablesIn } from './prompt-variables.ts';

test('each place counts once, and only what can be a name', () => {
  expect(variablesIn('{{town}} and {{ day }}, {{town}}, {{Town}}, {{1}}, {{}}')).toEqual(['town', 'day']);
});

test('what was described stays, new ones are lines, others go', () => {
  const town = {
    name: 'town',
    label: 'Which town',
    kind: 'choice',
    isRequired: false,
    default: 'Bern',
    choices: ['Bern'],
  } as const;
  const kept = variablesFor('{{town}} {{day_of_week}}', [
    { ...town, choices: ['Bern'] },
    { ...town, name: 'gone', choices: [] },
  ]);
  expect(kept).toMatchObject([
    town,
    { name: 'day_of_week', label: 'day of week', kind: 'line', isRequired: true },
  ]);
});

test('a value is not looked at for places again', () => {
  expect(filledPrompt('{{a}} {{b}}', { a: '{{b}}', b: 'x' })).toBe('{{b}} x');
  expect(filledPrompt('{{a}}', {})).toBe('{{a}}');
});

import { expect, test } from 'vitest';
import { promptToSee, variablesFor } from './prompt-variables.ts';

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

const LINES = { label: '', kind: 'text', isRequired: true, default: null, choices: [] } as const;
const a = { ...LINES, choices: [], name: 'a' };
const b = { ...a, name: 'b' };
const MANUAL = { kind: 'manual' } as const;

test('what is seen is what is sent: a value is not looked at for places again, and several lines stand in a block', () => {
  const draft = { prompt: '{{a}} {{b}}', variables: [a, b], trigger: MANUAL };
  expect(promptToSee(draft, { a: '{{b}}', b: 'x' })).toBe('{{b}} x');
  expect(promptToSee(draft, { a: 'one\ntwo', b: 'x' })).toBe('<value name="a">\none\ntwo\n</value> x');
  expect(promptToSee({ ...draft, trigger: { kind: 'webhook' } }, { b: 'x' })).toBe(
    '{{a}} <value name="b">\nx\n</value>',
  );
});

test('what is needed and not given keeps its place; what is not needed is left out', () => {
  const draft = { prompt: '{{a}}, {{b}}', variables: [a, { ...b, isRequired: false }], trigger: MANUAL };
  expect(promptToSee(draft, { a: '', b: '' })).toBe('{{a}}, ');
});

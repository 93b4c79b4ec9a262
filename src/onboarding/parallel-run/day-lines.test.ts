import { expect, test } from 'vitest';
import { recordSources } from '#test/support/platform-records.ts';
import { readDay, zurichDay } from './day-lines.ts';

const hours = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / 3_600_000;

async function idsOf(day: string, instants: readonly string[]): Promise<readonly string[]> {
  const call = { mandate: 'm', provider: 'openai', model: 'gpt-4.1' };
  const usage = instants.map((at) => ({ ...call, id: at, at }));
  const found: string[] = [];
  for await (const { lines } of readDay(recordSources({ usage }), zurichDay(day))) {
    for (const line of lines) found.push('record' in line ? line.record.id : line.problem);
  }
  return found;
}

test.each([
  ['2026-11-20', 24, '2026-11-19T23:00:00.000Z'],
  ['2026-03-29', 23, '2026-03-28T23:00:00.000Z'],
  ['2026-10-25', 25, '2026-10-24T22:00:00.000Z'],
  ['2026-07-31', 24, '2026-07-30T22:00:00.000Z'],
] as const)('%s has %i hours in Zurich', (day, length, from) => {
  expect(hours(zurichDay(day))).toBe(length);
  expect(zurichDay(day).from.toISOString()).toBe(from);
});

test('calls from midnight to before midnight in Zurich are of the day, also when the clock changes', async () => {
  const spring = ['2026-03-29T00:00:00+01:00', '2026-03-29T23:59:59.999+02:00', '2026-03-29T01:30:00Z'];
  const beside = ['2026-03-28T23:59:59.999+01:00', '2026-03-30T00:00:00+02:00', '2026-03-29T22:00:00Z'];
  expect(await idsOf('2026-03-29', [...spring, ...beside])).toEqual(spring);
  const autumn = ['2026-10-25T00:00:00+02:00', '2026-10-25T23:59:59.999+01:00', '2026-10-25T22:30:00Z'];
  const around = ['2026-10-24T21:59:59.999Z', '2026-10-25T23:00:00Z'];
  expect(await idsOf('2026-10-25', [...autumn, ...around])).toEqual(autumn);
});

test('files of other kinds are not read', async () => {
  const [usage] = recordSources({ usage: [] });
  const unreadable = {
    kind: 'user' as const,
    name: 'users.csv',
    lines: () => {
      throw new Error('read');
    },
  };
  const read = readDay([...(usage ? [usage] : []), unreadable], zurichDay('2026-11-20'));
  expect(await read.next()).toMatchObject({ value: { read: 0 } });
  expect((await read.next()).done).toBe(true);
});

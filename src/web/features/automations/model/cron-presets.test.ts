import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronOf, type Preset, presetOf } from './cron-presets.ts';

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const preset: fc.Arbitrary<Preset> = fc.oneof(
  fc.record({ kind: fc.constantFrom('daily' as const, 'weekdays' as const), time }),
  fc.record({ kind: fc.constant('weekly' as const), time, weekday: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ kind: fc.constant('monthly' as const), time, day: fc.integer({ min: 1, max: 28 }) }),
  fc.record({ kind: fc.constant('hourly' as const), minute: fc.integer({ min: 0, max: 59 }) }),
);

test('every preset is found again in its cron', () => {
  fc.assert(
    fc.property(preset, (one) => {
      expect(presetOf(cronOf(one))).toEqual(one);
    }),
  );
});

test.each(['*/5 * * * *', '0 7 1-7 * 1', '0 7 * 12 *', '0 7 31 * *', '60 7 * * *', '0 7 * * * *', ''])(
  '%s is more than a preset',
  (cron) => expect(presetOf(cron)).toBeUndefined(),
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemorySlots } from './memory-slots.ts';

test('whatever is taken and given back: never more than there are, none is lost, first come first served', () => {
  const steps = fc.array(fc.oneof(fc.constant('take' as const), fc.nat(20)), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), steps, (count, actions) => {
      const slots = new MemorySlots(count);
      const granted: number[] = [];
      const releases: (() => void)[] = [];
      const left = new Set<number>();
      const open = () => granted.filter((id) => !left.has(id)).length;
      for (const action of actions) {
        if (action === 'take') {
          const id = releases.length;
          releases.push(slots.take(() => granted.push(id)));
        } else if (releases.length > 0) {
          const id = action % releases.length;
          releases[id]?.();
          releases[id]?.();
          left.add(id);
        }
        const waiting = releases
          .keys()
          .filter((id) => !left.has(id) && !granted.includes(id))
          .toArray();
        expect(open()).toBeLessThanOrEqual(count);
        if (waiting.length > 0) expect(open()).toBe(count);
        expect(granted).toEqual(granted.toSorted((a, b) => a - b));
      }
    }),
  );
});

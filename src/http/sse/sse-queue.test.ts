import { describe, expect, it } from 'vitest';
import { sseEvent } from './sse-event.ts';
import { SseQueue } from './sse-queue.ts';
import { StreamSlots } from './stream-slots.ts';

it('an event is its id, its name and one line of JSON', () => {
  const data = { text: 'two\nlines' };
  expect(sseEvent({ event: 'balance', id: '1:2:', data }).toString()).toBe(
    'id: 1:2:\nevent: balance\ndata: {"text":"two\\nlines"}\n\n',
  );
});

describe('the queue', () => {
  const read = async (queue: SseQueue) => {
    let text = '';
    for await (const piece of queue) text += piece.toString();
    return text;
  };

  it('gives what comes, also what came before anybody read, and ends', async () => {
    const queue = new SseQueue(100);
    queue.push(Buffer.from('a'));
    const reading = read(queue);
    await Promise.resolve();
    queue.push(Buffer.from('b'));
    queue.push(Buffer.from('c'));
    queue.end();
    expect(queue.push(Buffer.from('d'))).toBe(false);
    expect(await reading).toBe('abc');
  });

  it('drops a reader for whom more is waiting than allowed, and keeps nothing for him', async () => {
    const queue = new SseQueue(3);
    expect(queue.push(Buffer.from('abc'))).toBe(true);
    expect(queue.push(Buffer.from('d'))).toBe(false);
    await expect(read(queue)).rejects.toThrow('too slow');
  });

  it('counts only what is waiting', async () => {
    const queue = new SseQueue(3);
    const pieces = queue[Symbol.asyncIterator]();
    for (let count = 0; count < 10; count++) {
      expect(queue.push(Buffer.from('abc'))).toBe(true);
      expect((await pieces.next()).value?.toString()).toBe('abc');
    }
  });
});

it('places are limited in all and for each user, and each is given back once', () => {
  const slots = new StreamSlots({ inAll: 3, perUser: 2 });
  const first = slots.take('anna');
  slots.take('anna');
  expect(() => slots.take('anna')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  slots.take('beat');
  expect(() => slots.take('carla')).toThrow(expect.objectContaining({ code: 'overloaded' }));
  first();
  first();
  expect(slots.taken).toBe(2);
  slots.take('anna');
  expect(() => slots.take('carla')).toThrow(expect.objectContaining({ code: 'overloaded' }));
});

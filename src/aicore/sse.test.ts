import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RawServerSentEvent, SseSplitter } from './sse.ts';

describe('SseSplitter', () => {
  it('reads types, data of several lines, comments and unknown fields', () => {
    const events = split('event: a\ndata: 1\ndata:2\nid: 7\n\n: note\n\ndata\n\nretry: 5\ndata:  x\n\n');
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'a', data: '1\n2' },
      { type: undefined, data: undefined },
      { type: undefined, data: '' },
      { type: undefined, data: ' x' },
    ]);
  });

  it.each([['\n'], ['\r\n'], ['\r']])('ends lines with %j', (newline) => {
    const text = ['event: a', 'data: 1', '', 'data: 2', '', ''].join(newline);
    expect(split(text).map(({ type, data }) => [type, data])).toEqual([
      ['a', '1'],
      [undefined, '2'],
    ]);
  });

  it('skips a byte order mark, and only at the start', () => {
    expect(split('\ufeffdata: 1\n\n\ufeffdata: 2\n\n').map(({ data }) => data)).toEqual(['1', undefined]);
  });

  it('gives a last event that has no blank line, when the stream has ended', () => {
    const splitter = new SseSplitter();
    expect(splitter.push(Buffer.from('data: 1\n\ndata: 2'))).toHaveLength(1);
    expect(splitter.flush()?.data).toBe('2');
    expect(splitter.flush()).toBeUndefined();
  });

  it('does not wait for more after a blank line', () => {
    expect(new SseSplitter().push(Buffer.from('data: 1\n\n'))).toHaveLength(1);
    expect(new SseSplitter().push(Buffer.from('data: 1\r\n\r\n'))).toHaveLength(1);
  });

  it('reads an event that is cut at every byte, inside characters too', () => {
    const bytes = Buffer.from('event: ü\r\ndata: {"text":"日本 🎉"}\r\n\r\n');
    const events = splitAt(bytes, [...bytes.keys()]);
    expect(events.map(({ type, data }) => [type, data])).toEqual([['ü', '{"text":"日本 🎉"}']]);
  });

  it('refuses an event of more than 16 MiB, however it comes', () => {
    const splitter = new SseSplitter();
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    const feed = () => {
      for (let megabytes = 0; megabytes < 17; megabytes++) splitter.push(megabyte);
    };
    expect(feed).toThrow(expect.objectContaining({ code: 'provider_error' }));
    const whole = Buffer.concat([Buffer.alloc(17 * 1024 * 1024, 'x'), Buffer.from('\n\n')]);
    expect(() => new SseSplitter().push(whole)).toThrow(expect.objectContaining({ code: 'provider_error' }));
  });

  it('reads a huge event in tiny chunks in linear time', () => {
    const bytes = Buffer.from(`data: ${'x'.repeat(2_000_000)}\n\n`);
    const splitter = new SseSplitter();
    const events: RawServerSentEvent[] = [];
    for (let start = 0; start < bytes.length; start += 16) {
      events.push(...splitter.push(bytes.subarray(start, start + 16)));
    }
    expect(events.map(({ data }) => data?.length)).toEqual([2_000_000]);
  }, 5_000);

  it('gives the same events and the same bytes wherever the stream is cut', () => {
    fc.assert(
      fc.property(streamText, fc.array(fc.nat(400), { maxLength: 12 }), (text, cuts) => {
        const bytes = Buffer.from(text);
        const events = splitAt(bytes, cuts);
        expect(Buffer.concat(events.map(({ raw }) => raw))).toEqual(bytes);
        expect(events).toEqual(splitAt(bytes, []));
        expect(events.filter(({ data }) => data !== undefined).map(({ type, data }) => [type, data])).toEqual(
          referenceEvents(text),
        );
      }),
      { numRuns: 500 },
    );
  });
});

/** Streams full of line ends, field names, colons and characters of several bytes. */
const streamText = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.array(
      fc.constantFrom(
        ...['\n', '\r', '\r\n', '\n\n', '\r\n\r\n', 'data', 'event', ':', ': ', ' ', 'data: a', 'data:ü'],
        ...['event: e', 'event:', ':note', 'id: 1', 'datax: 1', '🎉', '"', '\u0000', '\ufeff', '\u2028'],
      ),
      { maxLength: 40 },
    ),
  )
  .map(([mark, parts]) => mark + parts.join(''));

function split(text: string): RawServerSentEvent[] {
  return splitAt(Buffer.from(text), []);
}

function splitAt(bytes: Buffer, cuts: readonly number[]): RawServerSentEvent[] {
  const splitter = new SseSplitter();
  const places = [...new Set(cuts.filter((cut) => cut < bytes.length)), bytes.length].sort((a, b) => a - b);
  const events: RawServerSentEvent[] = [];
  let start = 0;
  for (const end of places) {
    events.push(...splitter.push(bytes.subarray(start, end)));
    start = end;
  }
  const last = splitter.flush();
  return last ? [...events, last] : events;
}

/** An independent reading of a whole stream, line by line as the standard describes it; the last event may lack its blank line. */
function referenceEvents(text: string): [string | undefined, string][] {
  const events: [string | undefined, string][] = [];
  let data: string[] = [];
  let type: string | undefined;
  for (const line of [...text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/), '']) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') type = value === '' ? undefined : value;
    if (line !== '') continue;
    if (data.length > 0) events.push([type, data.join('\n')]);
    data = [];
    type = undefined;
  }
  return events;
}

/** One event of a stream, as the server wrote it. */
export interface SentEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events from the bytes of an answer, as the standard of HTML describes them. For streams that need a header,
 * which an EventSource cannot send. Comments come as events without a name, so that a reader notices that the line is alive.
 */
export async function* readEvents(bytes: ReadableStream<Uint8Array>): AsyncGenerator<SentEvent> {
  let rest = '';
  let name = 'message';
  let data: string[] = [];
  for await (const text of textsOf(bytes)) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { name, data: data.join('\n') };
        name = 'message';
        data = [];
      } else if (line.startsWith(':')) yield { name: '', data: '' };
      else if (fieldOf(line, 'event') !== undefined) name = fieldOf(line, 'event') ?? name;
      else if (fieldOf(line, 'data') !== undefined) data.push(fieldOf(line, 'data') ?? '');
    }
  }
}

async function* textsOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // Whoever reads no further lets the line go.
    await reader.cancel().catch(() => undefined);
  }
}

function fieldOf(line: string, field: string): string | undefined {
  if (line === field) return '';
  if (!line.startsWith(`${field}:`)) return undefined;
  return line.slice(field.length + 1).replace(/^ /, '');
}

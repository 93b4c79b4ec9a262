import { must } from '#kernel/assert.ts';
import type { AnswerReader, JsonObject, MeteredEndpoint, MeteredRequest, Provider } from '../provider.ts';
import { SseSplitter } from '../sse.ts';

/** For tests: a provider's endpoint by its path. */
export function endpointOf(provider: Provider, path: string): MeteredEndpoint {
  const found = provider.endpoints.find((endpoint) => endpoint.path === path);
  if (found?.kind !== 'metered') throw new Error(`${provider.name} has no metered ${path}`);
  return found;
}

export function readBody(endpoint: MeteredEndpoint, body: JsonObject): MeteredRequest {
  return endpoint.readRequest(body, Buffer.byteLength(JSON.stringify(body)));
}

/** Reads a whole stream as the gateway does; `passed` is what a caller would get. */
export function readStream(reader: AnswerReader, text: string): { reader: AnswerReader; passed: string } {
  const splitter = new SseSplitter();
  const bytes = Buffer.from(text);
  const half = Math.floor(bytes.length / 2);
  const events = [...splitter.push(bytes.subarray(0, half)), ...splitter.push(bytes.subarray(half))];
  const last = splitter.flush();
  if (last) events.push(last);
  const passed = events.filter((event) => reader.event(event) === 'pass').map(({ raw }) => raw.toString());
  return { reader, passed: passed.join('') };
}

/** The only part of a reported usage. */
export function onlyPart(reader: AnswerReader) {
  const report = reader.report();
  if (report.kind !== 'reported') throw new Error(`the usage is missing: ${report.reason}`);
  if (report.parts.length !== 1) throw new Error(`${report.parts.length} parts`);
  return must(report.parts[0], 'the part');
}

/** Events as Anthropic sends them, each with its type in the `event:` line. */
export function typedEvents(events: readonly (JsonObject & { type: string })[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

/** Events as OpenAI's chat sends them. */
export function plainEvents(events: readonly JsonObject[], end = 'data: [DONE]\n\n'): string {
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + end;
}

import type { WireEvent } from '../call.ts';
import type { Directives } from '../directives.ts';

/** One event as the bytes of a `text/event-stream` spell it; with the oddities that a directive asks for. */
export function eventText(event: WireEvent, directives: Directives): string {
  const name = event.name === undefined ? '' : `event: ${event.name}\n`;
  const data = directives.multilineData ? multiline(event.data) : `data: ${event.data}\n`;
  const before = (directives.comments ? ': keep-alive\n\n' : '') + (directives.unknownEvents ? UNKNOWN : '');
  const text = `${before}${name}${data}\n`;
  return directives.crlf ? text.replaceAll('\n', '\r\n') : text;
}

const UNKNOWN = 'event: vendor.note\ndata: {"type":"vendor.note","note":"of a later version"}\n\n';

/** JSON over several `data:` lines; the reader joins them with line feeds. */
function multiline(data: string): string {
  const pretty = data === '[DONE]' ? data : JSON.stringify(JSON.parse(data), undefined, 1);
  return pretty.replaceAll(/^/gm, 'data: ').concat('\n');
}

/** One server-sent event (WHATWG HTML, "Server-sent events"). */
export interface ServerSentEvent {
  /** The `event:` field; undefined where the stream has none. */
  readonly type: string | undefined;
  /** The `data:` lines, joined by `\n`. Undefined: a comment or an empty event. */
  readonly data: string | undefined;
}

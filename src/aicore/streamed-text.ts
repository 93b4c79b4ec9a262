/**
 * The text that a stream has shown so far, for the journal and for estimates. Most streams end well and nobody asks
 * for their text, so the events are kept as they are and read only when somebody does, or when they become many.
 */
export class StreamedText {
  readonly #textOf: (event: unknown) => string;
  #events: string[] = [];
  #eventsLength = 0;
  #text = '';
  #hasText = false;

  /** `textOf` gives the visible output of one event's JSON: answer, refusal, tool arguments; never throws. */
  constructor(textOf: (event: unknown) => string) {
    this.#textOf = textOf;
  }

  push(data: string): void {
    this.#events.push(data);
    this.#eventsLength += data.length;
    if (this.#eventsLength > MAX_KEPT_CHARACTERS) this.#read();
  }

  /** Text of an answer that came whole. */
  add(text: string): void {
    this.#text += text;
    if (text !== '') this.#hasText = true;
  }

  /** The text since the last call. */
  take(): string {
    this.#read();
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** Whether any output has been shown. */
  hasText(): boolean {
    this.#read();
    return this.#hasText;
  }

  #read(): void {
    const events = this.#events;
    this.#events = [];
    this.#eventsLength = 0;
    for (const data of events) this.add(this.#textOf(parseJson(data)));
  }
}

const MAX_KEPT_CHARACTERS = 64 * 1024;

/** JSON of a provider, which may be anything. Undefined: not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Things that come one by one, for one reader; what he has not read yet waits. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  #events: Event[] = [];
  #isClosed = false;
  #wake: () => void = () => undefined;

  push(event: Event): void {
    this.#events.push(event);
    this.#wake();
  }

  /** After what waits, the reader is told that this was all. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      const events = this.#events;
      this.#events = [];
      yield* events;
      if (this.#events.length > 0) continue;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

import { LIVE_EVENT_NAMES, type LiveEvent, readLiveEvent } from './live-event.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export interface LiveConnectionDeps {
  readonly mandateId: string;
  onEvent(event: LiveEvent): void;
  /** The connection has gone. */
  onCut(): void;
  /** Before it is tried again: `go` on, `wait` for the server to come back, or `stop` for good. Never throws. */
  mayReconnect(): Promise<'go' | 'wait' | 'stop'>;
}

/** The server sends something every 15 s. */
const SILENT_MS = 45_000;
const OPENING_MS = 20_000;
const WATCH_MS = 5_000;
/** Of an address that every server and proxy takes. */
const MOST_POSITION_LENGTH = 2_000;

/**
 * One stream of events, which comes back by itself. An EventSource tries again by itself too, but gives up for good after an
 * answer that is no stream (a proxy's 502 while the server restarts) and never notices a connection that has silently died;
 * so each is used once, and the next one tells the server where to go on.
 */
export class LiveConnection {
  readonly #deps: LiveConnectionDeps;
  #source: EventSource | undefined;
  #position = '';
  #failures = 0;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #isWanted = false;

  constructor(deps: LiveConnectionDeps) {
    this.#deps = deps;
  }

  open(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#watch = setInterval(() => this.#dropIfSilent(), WATCH_MS);
    this.#connect();
  }

  /** It can be opened again, and goes on where it was. */
  close(): void {
    this.#isWanted = false;
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }

  /** The network is back, or somebody looks: no reason to wait any longer. */
  hurry(): void {
    this.#dropIfSilent();
    if (!this.#isWanted || this.#source) return;
    this.#failures = 0;
    this.#retryIn(0);
  }

  #connect(): void {
    const source = new EventSource(this.#address());
    this.#source = source;
    this.#heardAt = Date.now();
    source.addEventListener('error', () => source === this.#source && this.#drop());
    for (const name of LIVE_EVENT_NAMES)
      source.addEventListener(name, (event) => source === this.#source && this.#hear(name, event));
  }

  #hear(name: LiveEvent['name'], event: MessageEvent<string>): void {
    this.#heardAt = Date.now();
    this.#failures = 0;
    if (event.lastEventId !== '') this.#position = event.lastEventId;
    this.#deps.onEvent(readLiveEvent(name, event.data));
  }

  #drop(): void {
    this.#source?.close();
    this.#source = undefined;
    this.#deps.onCut();
    this.#retryIn(reconnectDelayMs(this.#failures));
    this.#failures++;
  }

  #dropIfSilent(): void {
    if (!this.#source) return;
    const most = this.#source.readyState === EventSource.OPEN ? SILENT_MS : OPENING_MS;
    if (Date.now() - this.#heardAt > most) this.#drop();
  }

  #retryIn(delayMs: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#tryAgain(), delayMs);
  }

  async #tryAgain(): Promise<void> {
    const answer = await this.#deps.mayReconnect();
    if (!this.#isWanted || this.#source || answer === 'stop') return;
    if (answer === 'go') this.#connect();
    else this.#retryIn(reconnectDelayMs(this.#failures++));
  }

  #address(): string {
    const query = new URLSearchParams({ mandate: this.#deps.mandateId });
    // Without a position the server begins anew, and the page reads what it shows anew.
    if (this.#position !== '' && this.#position.length <= MOST_POSITION_LENGTH)
      query.set('lastEventId', this.#position);
    return `/api/events?${query}`;
  }
}

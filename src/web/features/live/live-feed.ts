import { LiveConnection } from './live-connection.ts';
import type { LiveBooking, LiveEvent, LiveWarning } from './live-event.ts';
import { isSameState, type LiveState, liveStateOf } from './live-state.ts';

export interface LiveFeedDeps {
  readonly mandateId: string;
  /** Balances or bookings have changed. */
  onChange(): void;
  /** Somebody is warned. */
  onWarning(): void;
  /** More may have happened than will be told: read everything anew. */
  onGap(): void;
  mayReconnect(): Promise<'go' | 'wait' | 'stop'>;
}

/** What has been booked since this page began to listen. */
export interface Heard {
  readonly bookings: number;
  readonly last: LiveBooking | undefined;
  /** How often more may have been booked than was told. */
  readonly gaps: number;
}

const TICK_MS = 1_000;

/** What the stream of a mandate has told, for React to subscribe to. */
export class LiveFeed {
  readonly #deps: LiveFeedDeps;
  readonly #connection: LiveConnection;
  readonly #listeners = new Set<() => void>();
  #state: LiveState = { kind: 'connecting' };
  #heard: Heard = { bookings: 0, last: undefined, gaps: 0 };
  #warning: LiveWarning | undefined;
  #begunAt = Date.now();
  #upToDateAt: number | undefined;
  #cutAt: number | undefined;
  #asOf = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(deps: LiveFeedDeps) {
    this.#deps = deps;
    const { mandateId } = deps;
    this.#connection = new LiveConnection({
      mandateId,
      onEvent: (event) => this.#take(event),
      onCut: () => this.#beCut(),
      mayReconnect: () => deps.mayReconnect(),
    });
  }

  open(): void {
    this.#begunAt = Date.now();
    this.#timer = setInterval(() => this.#tell(), TICK_MS);
    this.#connection.open();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#connection.close();
    this.#cutAt ??= Date.now();
  }

  hurry(): void {
    this.#connection.hurry();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): LiveState => this.#state;
  readonly heard = (): Heard => this.#heard;
  /** The newest since this page began to listen. */
  readonly warning = (): LiveWarning | undefined => this.#warning;

  #take(event: LiveEvent): void {
    this.#cutAt = undefined;
    if (event.name === 'ready' && event.data.resumed !== true && this.#upToDateAt !== undefined)
      this.#beginAnew();
    if (event.name === 'heartbeat') this.#beat(event.data.asOf);
    else this.#upToDateAt = Date.now();
    if (event.name === 'transaction') {
      this.#heard = { ...this.#heard, bookings: this.#heard.bookings + 1, last: event.data };
    }
    if (event.name === 'warning') {
      this.#warning = event.data;
      this.#deps.onWarning();
    }
    if (event.name === 'transaction' || event.name === 'balance') this.#deps.onChange();
    this.#tell(event.name === 'transaction' || event.name === 'warning');
  }

  /** A server that waits for its database beats on, with the same instant each time. */
  #beat(asOf: string): void {
    if (asOf === this.#asOf) return;
    this.#asOf = asOf;
    this.#upToDateAt = Date.now();
  }

  #beginAnew(): void {
    this.#heard = { ...this.#heard, gaps: this.#heard.gaps + 1 };
    this.#deps.onGap();
    this.#tell(true);
  }

  #beCut(): void {
    this.#cutAt ??= Date.now();
    this.#tell();
  }

  #tell(isNews = false): void {
    const facts = { begunAt: this.#begunAt, upToDateAt: this.#upToDateAt, cutAt: this.#cutAt };
    const state = liveStateOf(facts, Date.now());
    if (isSameState(state, this.#state) && !isNews) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

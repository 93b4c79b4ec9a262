/** What the browser's process is asked for, and what it has measured. */
export interface PagesRequest {
  /** Of the Rappen whose pages are looked at. */
  readonly url: string;
  readonly rappenPid: number;
  readonly mandateId: string;
  readonly login: { readonly email: string; readonly password: string };
  /** How long each stretch of flicks lasts. */
  readonly seconds: number;
  /** How many lines down the second stretch begins. */
  readonly deepLines: number;
}

export interface PagesMeasured {
  readonly opening: Opening;
  readonly stretches: readonly Stretch[];
  /** In the order in which they were reached. */
  readonly places: readonly Place[];
  readonly drag: Drag;
  readonly jump: Jump;
}

/** From the navigation until the first bookings are painted; with the browser's cache empty, and the median of the next ones. */
export interface Opening {
  readonly firstMs: number;
  readonly medianMs: number;
  /** Until the line above them says how many there are, the first time. */
  readonly totalsMs: number;
}

/** Flicks of the wheel, one after the other, each followed by a look at what is there. */
export interface Stretch {
  readonly where: string;
  readonly flicks: number;
  /** How many lines further the last one ended. */
  readonly lines: number;
  readonly frames: Frames;
  /** Flicks at whose end lines in sight were not there yet; how many were missing at most; and until all were there. */
  readonly waits: {
    readonly flicks: number;
    readonly mostLines: number;
    readonly p95Ms: number;
    readonly mostMs: number;
  };
  /** Rows of the table that existed at most. */
  readonly mostRows: number;
}

/** Times between two frames. */
export interface Frames {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly mostMs: number;
  /** How many took longer than `LONG_FRAME_MS`, of one. */
  readonly longShare: number;
}

export const LONG_FRAME_MS = 50;

/** Memory after garbage collection, at one place of the list. In MB (10^6 bytes). */
export interface Place {
  readonly where: string;
  readonly line: number;
  readonly heapMegabytes: number;
  readonly domNodes: number;
  /** Resident memory of Rappen's process, which nobody asks to collect. */
  readonly rappenMegabytes: number;
}

/** The thumb of the scrollbar, drawn from the deepest line to the top and back, in so many strokes; it ends at the top. */
export interface Drag {
  readonly strokes: number;
  readonly seconds: number;
  readonly frames: Frames;
  /** Pages of the list that were asked for, and how many of them were refused. */
  readonly pages: number;
  readonly refused: number;
  readonly mostRows: number;
  /** Until the top was there, after it. */
  readonly untilThereMs: number;
}

/** The filter for last year's bookings: from the click until they are painted, and until their sum is there. */
export interface Jump {
  readonly rowsMs: number;
  readonly totalsMs: number;
}

/** When an answer was asked for, and when each piece of it came; by one clock. */
export interface WatchedAnswer {
  readonly askedAt: number;
  readonly piecesAt: readonly [number, ...number[]];
}

export interface AnswerTimes {
  /** From the asking until the first piece of text is there. */
  readonly firstPieceMs: number;
  /** Between two pieces. */
  readonly longestGapMs: number;
  /** Only while all answers of the measurement come: from the first piece of the last to begin, to the first end. */
  readonly steadyGapMs: number;
}

/** Of answers that were asked for at once. */
export function timesOf(all: readonly WatchedAnswer[]): AnswerTimes[] {
  const allBegunAt = Math.max(...all.map(({ piecesAt }) => piecesAt[0]));
  const oneEndedAt = Math.min(...all.map(({ piecesAt }) => piecesAt.at(-1) ?? 0));
  return all.map(({ askedAt, piecesAt }) => ({
    firstPieceMs: piecesAt[0] - askedAt,
    longestGapMs: longestGap(piecesAt),
    steadyGapMs: longestGap(piecesAt.filter((at) => at >= allBegunAt && at <= oneEndedAt)),
  }));
}

/** 0 of less than two. */
function longestGap(times: readonly number[]): number {
  return times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0);
}

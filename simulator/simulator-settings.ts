/** How the simulator answers when a request says nothing else. Can be changed while it runs. */
export interface Settings {
  /** Output tokens of an answer, before the request's limit. */
  readonly outputTokens: number;
  /** Wait before the first byte of an answer. */
  readonly firstByteDelayMs: number;
  /** Wait between two deltas of a stream. 0: the whole stream is written at once. */
  readonly chunkDelayMs: number;
  /** Text deltas of a stream; undefined: one a token, at most 64. */
  readonly chunks: number | undefined;
  /** Awaited besides the delays, before the first byte of an answer and between two deltas; in this process only. */
  readonly pace?: (() => Promise<void>) | undefined;
}

export const DEFAULT_SETTINGS: Settings = {
  outputTokens: 24,
  firstByteDelayMs: 0,
  chunkDelayMs: 0,
  chunks: undefined,
};

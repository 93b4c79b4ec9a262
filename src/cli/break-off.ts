export interface BreakOff {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** From then on a signal ends the process, as it does elsewhere. */
  end(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on a signal (Ctrl-C) asks a command to end in order; a second one ends it at once. */
export function listenForBreakOff(): BreakOff {
  const broken = new AbortController();
  const stop = () => {
    if (broken.signal.aborted) process.exit(1);
    broken.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  // The launcher was killed: it can pass no signal on any more.
  process.on('disconnect', stop);
  process.channel?.unref();
  return {
    signal: broken.signal,
    end: () => {
      for (const name of [...SIGNALS, 'disconnect'] as const) process.off(name, stop);
    },
  };
}

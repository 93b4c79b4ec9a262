import type { ProofRun } from './proof.query.ts';

export type ProofState = 'waiting' | 'running' | 'ok' | 'differs' | 'failed';

/** What a recount has come to. Neither ended nor failed without a reason: it still waits or runs. */
export function proofState({ startedAt, finishedAt, ok }: ProofRun): ProofState {
  if (finishedAt === undefined) return startedAt === undefined ? 'waiting' : 'running';
  if (ok === undefined) return 'failed';
  return ok ? 'ok' : 'differs';
}

/** Whole seconds that it took; undefined: it has not ended. */
export function secondsOf({ startedAt, finishedAt }: ProofRun): number | undefined {
  if (startedAt === undefined || finishedAt === undefined) return undefined;
  return Math.max(0, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000));
}

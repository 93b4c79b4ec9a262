import type { Log } from './log.ts';

/** What an operator must look at, because it should not happen or because only he can put it right. */
const ALARM_KINDS = [
  'call_absorbed',
  'call_not_settled',
  'calls_left_unsettled',
  'hold_not_settled',
  'journal_unusable',
  'ledger_refuses',
  'operator_refused_by_provider',
  'database_ended',
  'database_not_started',
  'internal_error',
  'proof_differs',
  'proof_failed',
  'report_failed',
  'statement_failed',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

const raised = new Map<AlarmKind, number>(ALARM_KINDS.map((kind) => [kind, 0]));

/** Logs an error whose field `alarm` names its kind, and counts it. `facts` never hold a secret or a text of the caller. */
export function raiseAlarm(
  log: Pick<Log, 'error'>,
  kind: AlarmKind,
  facts: Readonly<Record<string, unknown>>,
  message: string,
): void {
  raised.set(kind, (raised.get(kind) ?? 0) + 1);
  log.error({ alarm: kind, ...facts }, message);
}

/** Alarms of this process since its start, every kind. */
export function alarmsRaised(): ReadonlyMap<AlarmKind, number> {
  return raised;
}

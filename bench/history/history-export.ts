import { say } from '../bench-progress.ts';
import { residentMegabytes, watchMemory } from '../memory/resident-memory.ts';
import { daysAgo } from './history-cases.ts';
import type { History } from './history-fill.ts';

export interface ExportResult {
  readonly format: 'csv' | 'xlsx';
  readonly rows: number;
  readonly seconds: number;
  readonly megabytes: number;
  /** Resident memory of Rappen's process: before, and the most during it. */
  readonly memoryBefore: number;
  readonly memoryMost: number;
}

const ROWS = 1_000_000;
const DAYS = 365;

/** Fetches a file of about a million rows (of the newest days), and keeps nothing of it. */
export async function measureExport(of: {
  readonly url: string;
  readonly pid: number;
  readonly key: string;
  readonly history: History;
  readonly format: 'csv' | 'xlsx';
}): Promise<ExportResult> {
  const { url, pid, format, history } = of;
  const headers = { authorization: `Bearer ${of.key}` };
  const range = `from=${daysAgo((DAYS * ROWS) / Math.max(ROWS, history.rows))}&to=${daysAgo(0)}`;
  const totals = await fetch(`${url}/api/billing/transactions/totals?${range}`, { headers });
  const { count: rows } = (await totals.json()) as { count: number };
  const memoryBefore = residentMegabytes(pid);
  const memory = watchMemory(pid);
  const from = performance.now();
  const answer = await fetch(`${url}/api/billing/transactions/export?format=${format}&${range}`, { headers });
  if (!answer.ok || !answer.body) throw new Error(`export: ${answer.status} ${await answer.text()}`);
  let bytes = 0;
  for await (const piece of answer.body) bytes += piece.length;
  const seconds = (performance.now() - from) / 1_000;
  const memoryMost = memory.stop();
  say(`history: ${rows} rows as ${format}: ${seconds.toFixed(1)} s, memory ${memoryMost.toFixed(0)} MB`);
  return { format, rows, seconds, megabytes: bytes / 1e6, memoryBefore, memoryMost };
}

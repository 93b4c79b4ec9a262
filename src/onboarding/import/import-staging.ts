import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SourceLines } from './import-line.ts';
import { IMPORT_KINDS, type ImportKind, type UsageRecord } from './import-record.ts';
import { type ImportRecord, type LineProblem, readImportLine } from './read-import-line.ts';

/** A file, or a query of a database. */
export interface ImportSource {
  /** As reports call it. */
  readonly name: string;
  /** Undefined: each line says so. */
  readonly kind: ImportKind | undefined;
  /** Of a file: its size, and how much of it was read. */
  readonly bytes?: number;
  bytesRead?(): number;
  lines(): SourceLines;
}

/** What was found in a source. */
export interface Loaded {
  /** Names of files and queries, by the number that staged rows have. */
  readonly files: readonly string[];
  /** Kinds of which the source says something: of others what came over before stays. */
  readonly kinds: ReadonlySet<ImportKind>;
  /** Kinds with lines of which nobody can tell whose they are: what is missing may stand there. */
  readonly unsure: ReadonlySet<ImportKind>;
  readonly lines: number;
}

const TABLES = {
  record: 'import_staged_record (kind, mandate, key, detail, record, file, line)',
  usage:
    'import_staged_usage (mandate, key, user_key, at, provider, model, input_tokens, cached_tokens, output_tokens, cost_usd, cost_chf, file, line)',
  problem: 'import_staged_problem (mandate, file, line, problem)',
} as const;
type StagedTable = keyof typeof TABLES;

/** So many characters go to the database at once. */
const FLUSH_LENGTH = 1_000_000;

/** Loads all lines into the staging tables by COPY, each of them judged. The tables are empty. */
export async function loadImport(
  client: pg.PoolClient,
  sources: readonly ImportSource[],
  told: { progress(lines: number, source: string): void; stopIfAsked(): void },
): Promise<Loaded> {
  const buffers = new Map<StagedTable, string[]>();
  const kinds = new Set<ImportKind>();
  const unsure = new Set<ImportKind>();
  let length = 0;
  let lines = 0;
  const flush = async () => {
    for (const [table, rows] of buffers) await copyRows(client, TABLES[table], rows);
    buffers.clear();
    length = 0;
  };
  for (const [file, source] of sources.entries()) {
    if (source.kind) kinds.add(source.kind);
    for await (const some of source.lines()) {
      for (const line of some) {
        if (line.kind) kinds.add(line.kind);
        const read = readImportLine(line);
        if ('problem' in read && read.mandate === undefined) noteUnsure(unsure, line.kind);
        const [table, row] = stagedRow(read, file, line.line);
        const rows = buffers.get(table);
        if (rows) rows.push(row);
        else buffers.set(table, [row]);
        length += row.length;
      }
      lines += some.length;
      if (length > FLUSH_LENGTH) await flush();
      told.progress(lines, source.name);
      told.stopIfAsked();
    }
  }
  await flush();
  return { files: sources.map(({ name }) => name), kinds, unsure, lines };
}

function noteUnsure(unsure: Set<ImportKind>, kind: ImportKind | undefined): void {
  for (const one of kind === undefined ? IMPORT_KINDS : [kind]) unsure.add(one);
}

async function copyRows(client: pg.PoolClient, table: string, rows: readonly string[]): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} from stdin`));
  await pipeline(Readable.from([rows.join('')]), stream);
}

function stagedRow(read: ImportRecord | LineProblem, file: number, line: number): [StagedTable, string] {
  if ('problem' in read) return ['problem', copyLine([read.mandate, file, line, read.problem])];
  const { kind, record } = read;
  if (kind === 'usage') return ['usage', usageRow(record as UsageRecord, file, line)];
  const mandate = kind === 'user' ? undefined : kind === 'mandate' ? record.id : record.mandate;
  const key = kind === 'membership' || kind === 'role' ? record.role : record.id;
  return ['record', copyLine([kind, mandate, key, record.user, JSON.stringify(record), file, line])];
}

function usageRow(record: UsageRecord, file: number, line: number): string {
  const { mandate, id, user, at, provider, model, inputTokens, cachedTokens, outputTokens } = record;
  const counts = [inputTokens, cachedTokens, outputTokens];
  const costs = [record.costUsd, record.costChf];
  return copyLine([mandate, id, user, at, provider, model, ...counts, ...costs, file, line]);
}

/** A line of COPY's text format. */
function copyLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => (cell === undefined ? '\\N' : escapeCell(String(cell)))).join('\t')}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeCell(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}

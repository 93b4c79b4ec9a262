import { readAddress } from '#billing/addresses/read-address.ts';
import { AppError } from '#kernel/error.ts';
import type { SourceLine } from './import-line.ts';
import { IMPORT_SCHEMAS, type ImportKind, type MandateRecord } from './import-record.ts';

/** A record that is in order by itself. Whether it fits the others is seen when all are there. */
export interface ImportRecord {
  readonly kind: ImportKind;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Why a line is no record, and which mandate stays out for it, if that can be told. */
export interface LineProblem {
  readonly mandate: string | undefined;
  readonly problem: string;
}

/** Judges one line. */
export function readImportLine({ kind, value, problem }: SourceLine): ImportRecord | LineProblem {
  const mandate = mandateOf(kind, value);
  if (problem !== undefined || kind === undefined || value === undefined) {
    return { mandate, problem: problem ?? 'is no record' };
  }
  const given = withoutEmpty(value);
  const broken = brokenField(given);
  if (broken !== undefined) return { mandate, problem: plainText(`${broken}: has bytes that are not UTF-8`) };
  const read = IMPORT_SCHEMAS[kind].safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { mandate, problem: plainText(`${issue?.path.join('.') || 'record'}: ${issue?.message}`) };
  }
  const fault = kind === 'mandate' ? faultOfMandate(read.data as MandateRecord) : faultOfUsage(read.data);
  return fault === undefined ? { kind, record: read.data } : { mandate, problem: fault };
}

const MOST_PROBLEM_LENGTH = 300;

/** A problem may repeat the name of a field, which can be anything. */
function plainText(problem: string): string {
  return problem.slice(0, MOST_PROBLEM_LENGTH).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
}

function mandateOf(kind: ImportKind | undefined, value: SourceLine['value']): string | undefined {
  const id = kind === 'mandate' ? value?.id : kind === 'user' ? undefined : value?.mandate;
  const text = typeof id === 'string' || typeof id === 'number' ? String(id).trim() : '';
  return text === '' || text.length > 200 || /[\ufffd\p{Cc}\p{Cs}]/u.test(text) ? undefined : text;
}

/** An address of nothing but empty fields is none. */
function withoutEmpty(value: object): Record<string, unknown> {
  const kept = Object.entries(value).map(([name, field]) => [
    name,
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? noneIfEmpty(withoutEmpty(field))
      : field,
  ]);
  return Object.fromEntries(kept.filter(([, field]) => field !== null && field !== ''));
}

function noneIfEmpty(value: object): object | null {
  return Object.keys(value).length > 0 ? value : null;
}

function brokenField(value: object): string | undefined {
  for (const [name, field] of Object.entries(value)) {
    if (name.includes('\ufffd')) return 'a name of a field';
    const text = typeof field === 'object' ? JSON.stringify(field) : field;
    if (typeof text === 'string' && text.includes('\ufffd')) return name;
  }
  return undefined;
}

function faultOfMandate({ address, billingModel, creditLimit }: MandateRecord): string | undefined {
  if (creditLimit !== undefined && billingModel !== undefined && billingModel !== 'postpaid') {
    return 'creditLimit: only postpaid has one';
  }
  try {
    if (address) readAddress(address);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message.replace('body.', 'address.');
    throw error;
  }
}

function faultOfUsage(record: Readonly<Record<string, unknown>>): string | undefined {
  if (record.costUsd !== undefined && record.costChf !== undefined) return 'costUsd: there is costChf too';
  if (record.cachedTokens === undefined) return undefined;
  return Number(record.cachedTokens) > Number(record.inputTokens)
    ? 'cachedTokens: are more than inputTokens'
    : undefined;
}

import { z } from 'zod';
import { PLAIN_LINE } from '#kernel/plain-line.ts';
import { IMPORT_SCHEMAS, type ImportKind } from './import-record.ts';

/** More of them tell nobody anything. */
const MOST_FAULTS = 10;
const MOST_NAME_LENGTH = 60;

/** The column that says which mandate a line is about; users are of several. */
export function mandateColumnOf(kind: ImportKind): string | undefined {
  return kind === 'user' ? undefined : kind === 'mandate' ? 'id' : 'mandate';
}

/**
 * What is wrong with the names of a file's columns, or of a query's: one that is needed and not there, one that a record has not, one
 * that is there twice. A column without a name is none, as long as nothing stands in it. Undefined: nothing is wrong.
 */
export function faultOfColumns(kind: ImportKind, names: readonly string[]): string | undefined {
  const known = knownColumns(kind);
  const named = names.filter((name) => name !== '');
  const faults = [
    ...[...new Set(named)].flatMap((name) => faultOfName(kind, known, named, name) ?? []),
    ...[...known]
      .filter(([name, isNeeded]) => isNeeded && !named.includes(name))
      .map(([name]) => `${name}: there is no such column`),
  ];
  if (faults.length === 0) return undefined;
  const more = faults.length - MOST_FAULTS;
  return [...faults.slice(0, MOST_FAULTS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function faultOfName(
  kind: ImportKind,
  known: ReadonlyMap<string, boolean>,
  named: readonly string[],
  name: string,
): string | undefined {
  if (known.has(name)) {
    return named.indexOf(name) === named.lastIndexOf(name) ? undefined : `${name}: is there twice`;
  }
  const shown = PLAIN_LINE.test(name) ? name : JSON.stringify(name);
  const short = shown.length > MOST_NAME_LENGTH ? `${shown.slice(0, MOST_NAME_LENGTH)}...` : shown;
  if (name.includes('\ufffd')) return `${short}: has bytes that are not UTF-8`;
  const part = [...known.keys()].find((other) => other.startsWith(`${name}.`));
  if (part !== undefined) return `${short}: is written in columns such as ${part}`;
  return `${short}: is no column of ${kind === 'usage' ? 'usage' : `a ${kind}`}`;
}

/** The names that a record's columns may have, and whether each is needed. */
function knownColumns(kind: ImportKind): ReadonlyMap<string, boolean> {
  const fields: [string, z.ZodType][] = Object.entries(IMPORT_SCHEMAS[kind].shape);
  return new Map(
    fields.flatMap(([name, field]): [string, boolean][] => {
      const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
      if (inner instanceof z.ZodObject) {
        return Object.keys(inner.shape).map((part) => [`${name}.${part}`, false]);
      }
      return [[name, !field.safeParse(undefined).success]];
    }),
  );
}

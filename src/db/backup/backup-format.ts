import { z } from 'zod';

/** The newest format that this program writes and reads. */
export const FORMAT_VERSION = 1;
/** Ends the rows of a table: no row of PostgreSQL's COPY text format can be this line. */
export const END_OF_ROWS = '\\.\n';

const name = z.string().min(1);
const rowCount = z.int().min(0);

/** A table as it was backed up. Generated columns are not among the columns. */
const tableSchema = z.object({
  schema: name,
  name,
  columns: z.array(z.object({ name, type: name })),
});

const sequenceSchema = z.object({
  schema: name,
  name,
  /** A whole number as text: it may be more than JSON's numbers hold. */
  value: z.string().regex(/^-?\d{1,19}$/),
  isCalled: z.boolean(),
});

/** The first line of a backup. `version` is looked at first: another one may have other fields. */
export const headerSchema = z.object({
  format: z.literal('rappen backup'),
  version: z.literal(FORMAT_VERSION),
  /** The instant that the data are of. */
  takenAt: z.iso.datetime(),
  program: name,
  postgres: name,
  migrations: z.array(z.object({ version: z.int().min(1), name, checksum: name })).min(1),
  queueSchema: z.int().nullable(),
  /** In the order of the file. */
  tables: z.array(tableSchema).min(1),
  sequences: z.array(sequenceSchema),
});

/** The line before a table's rows. */
export const sectionSchema = z.object({ table: name });

/** The last line: what the file must come to. */
export const trailerSchema = z.object({
  rows: z.record(name, rowCount),
  /** Of everything before this line, uncompressed; hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupTrailer = z.infer<typeof trailerSchema>;
export type BackupTable = z.infer<typeof tableSchema>;
export type BackupSequence = z.infer<typeof sequenceSchema>;

/** `public.mandate`, as the section and the trailer call it. */
export function tableKey({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

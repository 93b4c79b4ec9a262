import type { Migration } from '../migration-files.ts';
import { QUEUE_SCHEMA_VERSION } from '../queue-schema.ts';
import type { BackupHeader } from './backup-format.ts';

export interface BackupLevel {
  /** The tables as the backup has them. */
  readonly before: readonly Migration[];
  /** What this program adds to them. */
  readonly after: readonly Migration[];
}

/** Which of this program's migrations make the backup's tables. Refuses a backup whose tables it cannot make. */
export function backupLevel(header: BackupHeader, files: readonly Migration[]): BackupLevel {
  const byVersion = new Map(files.map((file) => [file.version, file]));
  for (const { version, name, checksum } of header.migrations) {
    const file = byVersion.get(version);
    if (!file) throw new Error(newer(`it has migration ${name}`, header));
    if (file.checksum !== checksum) {
      throw new Error(
        `the backup's migration ${name} is another one than this program's: restore it with the Rappen ${header.program} that wrote it`,
      );
    }
  }
  if ((header.queueSchema ?? 0) > QUEUE_SCHEMA_VERSION) {
    throw new Error(newer(`its job queue has version ${header.queueSchema}`, header));
  }
  const newest = header.migrations.at(-1)?.version ?? 0;
  const before = files.filter(({ version }) => version <= newest);
  const late = before.find(({ version }) => !header.migrations.some((one) => one.version === version));
  if (late) throw new Error(`the backup has later migrations than ${late.name}, but not that one`);
  return { before, after: files.filter(({ version }) => version > newest) };
}

function newer(what: string, { program }: BackupHeader): string {
  return `the backup is newer than this program (${what}): restore it with Rappen ${program} or newer`;
}

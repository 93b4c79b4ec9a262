import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '#db/database.ts';
import { administer, withDatabase } from './database-cluster.ts';

export interface TestDatabase {
  readonly name: string;
  /** As the role that owns the tables: for migrations, and for looking behind the application's back. */
  readonly ownerUrl: string;
  /** As the role that the application works as: `rappen_app`. */
  readonly appUrl: string;
  /** A small pool as the application's role, closed by `drop`. */
  openApp(poolSize?: number): Database;
  /** A small pool as the owner, closed by `drop`. */
  openOwner(poolSize?: number): Database;
  drop(): Promise<void>;
}

/**
 * A database of its own, with all migrations, cloned from the run's template (about 50 ms). Use one per file:
 *
 *     const database = await createTestDatabase();
 *     const { db } = database.openApp();
 *
 * Called at the top of a file or in a `describe` it is dropped by itself at its end; called within a hook or a test,
 * by `drop()` or when the run ends. `empty`: one without any migration. `template`: a copy of another one.
 */
export async function createTestDatabase(
  from: 'migrated' | 'empty' | { readonly template: string } = 'migrated',
): Promise<TestDatabase> {
  const cluster = inject('testCluster');
  const template = from === 'migrated' ? cluster.template : from === 'empty' ? 'template0' : from.template;
  const name = `${cluster.prefix}${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const adminUrl = withDatabase(cluster.ownerUrl, 'postgres');
  await administer(adminUrl, [`create database ${name} template ${template}`]);
  const ownerUrl = withDatabase(cluster.ownerUrl, name);
  const appUrl = withDatabase(cluster.appUrl, name);
  const opened: Database[] = [];
  const open = (url: string, poolSize: number) => {
    const database = openDatabase(url, { poolSize, applicationName: 'rappen test' });
    opened.push(database);
    return database;
  };
  const drop = async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
    await administer(adminUrl, [`drop database if exists ${name} with (force)`]);
  };
  dropAtEndOfFile(drop);
  return {
    name,
    ownerUrl,
    appUrl,
    openApp: (poolSize = 4) => open(appUrl, poolSize),
    openOwner: (poolSize = 4) => open(ownerUrl, poolSize),
    drop,
  };
}

function dropAtEndOfFile(drop: () => Promise<void>): void {
  try {
    afterAll(drop);
  } catch {
    // Not in the collecting phase of a file: the end of the run drops it.
  }
}

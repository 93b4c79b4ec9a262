import { inject } from 'vitest';
import { demoLogins } from '../../../src/onboarding/demo/demo-logins.ts';
import { type RappenOptions, startTestRappen, type TestRappen } from '../rappen.ts';
import { createSampleDatabase, makeSampleData } from './sample-database.ts';

/** A whole Rappen that serves the pages too, as they were built for this run. */
export function startPages(options: RappenOptions = {}): Promise<TestRappen> {
  return startTestRappen({ ...options, pagesDirectory: inject('pagesDirectory') });
}

/** The same with the sample data of demo mode: three companies, twelve people, 60 days; see sample-people.ts. */
export async function startSamplePages(options: RappenOptions = {}): Promise<TestRappen> {
  const database = await createSampleDatabase();
  const { db } = database.openApp(1);
  const logins = () => demoLogins(db);
  const rappen = await startPages({ database, demoLogins: logins, ...options });
  await makeSampleData(rappen.context.database.db, database.ownerUrl);
  return rappen;
}

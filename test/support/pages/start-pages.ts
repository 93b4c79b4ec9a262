import { inject } from 'vitest';
import { type RappenOptions, startTestRappen, type TestRappen } from '../rappen.ts';

/** A whole Rappen that serves the pages too, as they were built for this run. */
export function startPages(options: RappenOptions = {}): Promise<TestRappen> {
  return startTestRappen({ ...options, pagesDirectory: inject('pagesDirectory') });
}

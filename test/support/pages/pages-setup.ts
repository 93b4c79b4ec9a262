import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { ensurePages } from '../../../scripts/launch/ensure-pages.mjs';
import { ensureBrowser } from './browser-program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of a Chromium. */
    browserProgram: string;
    pagesDirectory: string;
  }
}

/** Runs once before the first file that needs pages: the browser is there, and the pages are those of today's sources. */
export default async function setUp(project: TestProject): Promise<void> {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  project.provide('browserProgram', await ensureBrowser());
  await ensurePages({ root, node: process.execPath });
  project.provide('pagesDirectory', join(root, 'dist/pages'));
}

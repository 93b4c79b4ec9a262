import { isCode, isTest, type TextFile } from '../source-files.ts';
import type { HouseRule } from './house-rule.ts';

const INVARIANT = /\*{0,2}Architecture invariant:\*{0,2}/;
/** `billing/ledger/floor.db.test.ts`: any path that ends so, with or without its folders. */
const TEST_NAME = /`([\w./-]+\.test\.tsx?)`/g;
const FILE_LINK = /\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)/g;

export const DOCUMENT_RULES: HouseRule[] = [
  {
    name: 'every invariant names a test, and every test that is named exists',
    faults: (files) => {
      const tests = files.filter((file) => isCode(file) && isTest(file)).map((file) => file.path);
      return files.filter(isDocument).flatMap((file) => [...missingTests(file, tests), ...unproven(file)]);
    },
  },
  {
    name: 'a link to a file leads to one',
    faults: (files) => {
      const paths = files.map((file) => file.path);
      return files.filter(isDocument).flatMap((file) =>
        [...file.text.matchAll(FILE_LINK)]
          .map(([, link = '']) => resolveLink(file.path, link))
          .filter((path) => !paths.some((known) => known === path || known.startsWith(`${path}/`)))
          .map((path) => `${file.path}: there is no ${path}`),
      );
    },
  },
];

function isDocument({ path }: TextFile): boolean {
  return path.endsWith('.md');
}

function missingTests({ path, text }: TextFile, tests: readonly string[]): string[] {
  const named = [...text.matchAll(TEST_NAME)].map(([, name = '']) => name);
  return named
    .filter((name) => !tests.some((test) => test === name || test.endsWith(`/${name}`)))
    .map((name) => `${path}: there is no test ${name}`);
}

/** An invariant is a paragraph that starts with the words; its test is named in the same paragraph. */
function unproven({ path, text }: TextFile): string[] {
  return text
    .split(/\n\s*\n|\n(?=[*-] )/)
    .filter((paragraph) => INVARIANT.test(paragraph) && paragraph.search(TEST_NAME) < 0)
    .map((paragraph) => `${path}: no test named: ${paragraph.trim().slice(0, 80)}`);
}

function resolveLink(from: string, link: string): string {
  const base = new URL(`file:///${from}`);
  return decodeURIComponent(new URL(link, base).pathname).replace(/^\/|\/$/g, '');
}

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { auditPages, FIRST_LANGUAGES } from '#test/support/pages/page-audit.ts';
import { PAGE_LIST } from '#test/support/pages/page-list.ts';

await auditPages(FIRST_LANGUAGES);

test('every address of the pages is in the list', () => {
  const folder = 'src/web/routes';
  const files = readdirSync(folder).filter((name) => name.endsWith('.pages.ts'));
  const routes = files.flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) =>
      must(path, 'a path'),
    ),
  );
  expect(routes.length).toBeGreaterThan(20);
  const listed = PAGE_LIST.map(({ path }) => path.replace(/\?.*/, ''));
  const onlyLeadsOn = ['/'];
  const missing = routes.filter(
    (route) => !onlyLeadsOn.includes(route) && !listed.some((path) => path.endsWith(route)),
  );
  expect(missing).toEqual([]);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { must } from '#kernel/assert.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { PAGE_LIST } from '#test/support/pages/page-list.ts';
import { demoAt, startDemo } from './demo-instance.ts';
import { indexedPng } from './indexed-png.ts';
import { openStudio, type Studio, THEMES, type Theme } from './studio.ts';

/**
 * `npm run pictures`: every page of the list, in both themes and three widths, into pictures/, of a Rappen with sample
 * data that is started for it.
 *
 *     -- --only overview     pages whose name begins so
 *     -- --language fr       default: German
 *     -- --url http://...    of a Rappen in demo mode that runs; ADMIN_EMAIL and ADMIN_PASSWORD are its operator's
 *     -- --readme            instead the four of the README, small, into docs/pictures/
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    language: { type: 'string', default: 'de' },
    url: { type: 'string' },
    readme: { type: 'boolean', default: false },
  },
});

const WIDTHS = [320, 768, 1440] as const;

interface ReadmePicture {
  readonly file: string;
  readonly page: string;
  readonly theme: Theme;
  readonly width: number;
}

const README_PICTURES: readonly ReadmePicture[] = [
  { file: 'overview', page: 'overview', theme: 'light', width: 1440 },
  { file: 'transaction', page: 'transaction', theme: 'dark', width: 1440 },
  { file: 'mandates', page: 'mandates', theme: 'light', width: 1440 },
  { file: 'overview-on-a-phone', page: 'overview', theme: 'dark', width: 390 },
];
const README_HEIGHT = 900;
const MAX_README_BYTES = 150_000;

const language = must(
  LANGUAGES.find((known) => known === values.language),
  'one of our languages',
);
const demo = values.url === undefined ? await startDemo() : demoAt(values.url);
try {
  const studio = await openStudio(demo, values.readme ? 'en' : language);
  try {
    await (values.readme ? takeForReadme(studio) : takeAll(studio));
  } finally {
    await studio.close();
  }
} finally {
  await demo.stop();
}

async function takeAll(studio: Studio): Promise<void> {
  mkdirSync('pictures', { recursive: true });
  for (const { name } of PAGE_LIST.filter((listed) => listed.name.startsWith(values.only))) {
    for (const theme of THEMES) {
      const sitting = await studio.open(name, theme);
      for (const width of WIDTHS) {
        const picture = await sitting.take(width);
        writeFileSync(`pictures/${name}-${width}-${theme}.png`, picture);
      }
      await sitting.end();
    }
    console.log(`pictures/${name}-*.png`);
  }
}

async function takeForReadme(studio: Studio): Promise<void> {
  mkdirSync('docs/pictures', { recursive: true });
  for (const { file, page, theme, width } of README_PICTURES) {
    const sitting = await studio.open(page, theme);
    const picture = indexedPng(await sitting.readPixels(width, README_HEIGHT));
    await sitting.end();
    const path = `docs/pictures/${file}.png`;
    if (picture.length > MAX_README_BYTES) throw new Error(`${path} would have ${picture.length} bytes`);
    writeFileSync(path, picture);
    console.log(`${path}: ${picture.length} bytes`);
  }
}

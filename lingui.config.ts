import type { LinguiConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

const WEB = '<rootDir>/src/web';
/** What the first page says: the frame and the overview. Its texts are loaded at once, all others with the first page that needs them. */
const FIRST = [
  ...['lib', 'ui', 'routes'],
  ...['instance', 'live', 'me', 'operator', 'preferences', 'shell'].map((name) => `features/${name}`),
  ...['balance', 'charts', 'comparison', 'spend', 'uncharged', 'warnings'].map((name) => `features/${name}`),
  'pages/billing/overview',
].map((path) => `${WEB}/${path}`);
const FIRST_FILES = [`${WEB}/*.tsx`, `${WEB}/pages/*.tsx`, `${WEB}/pages/billing/overview-page.tsx`];

/** The texts of the pages: English in the code, the other languages in src/web/texts/. */
const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['de', 'en', 'fr', 'it'],
  catalogs: [
    { path: '<rootDir>/src/web/texts/first/{locale}', include: [...FIRST, ...FIRST_FILES] },
    {
      path: '<rootDir>/src/web/texts/rest/{locale}',
      include: [WEB],
      exclude: [...FIRST.map((folder) => `${folder}/**`), ...FIRST_FILES],
    },
  ],
  format: formatter({ lineNumbers: false }),
};

export default config;

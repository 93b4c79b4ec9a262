import type { LinguiConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

/** The texts of the pages: English in the code, the other languages in src/web/texts/. */
const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['de', 'en', 'fr', 'it'],
  catalogs: [{ path: '<rootDir>/src/web/texts/{locale}', include: ['<rootDir>/src/web'] }],
  format: formatter({ lineNumbers: false }),
};

export default config;

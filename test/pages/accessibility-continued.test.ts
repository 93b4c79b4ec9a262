import { LANGUAGES } from '#kernel/language.ts';
import { auditPages, FIRST_LANGUAGES } from '#test/support/pages/page-audit.ts';

await auditPages(LANGUAGES.filter((language) => !FIRST_LANGUAGES.includes(language)));

import type { Language } from '#kernel/language.ts';
import type { ReportTexts } from './report-text.ts';
import { GERMAN_REPORT } from './report-texts-de.ts';
import { ENGLISH_REPORT } from './report-texts-en.ts';
import { FRENCH_REPORT } from './report-texts-fr.ts';
import { ITALIAN_REPORT } from './report-texts-it.ts';

export const REPORT_TEXTS: Readonly<Record<Language, ReportTexts>> = {
  de: GERMAN_REPORT,
  en: ENGLISH_REPORT,
  fr: FRENCH_REPORT,
  it: ITALIAN_REPORT,
};

/** Days and months as people read them, on pages and in documents; `31.12.2026` in every language. */

/** `2026-11-27` -> `27.11.2026` */
export function dayText(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${date}.${month}.${year}`;
}

/** `2026-11` -> `November 2026`, in a language. */
export function monthText(month: string, language: string): string {
  let format = monthFormats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(`${language}-CH`, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    monthFormats.set(language, format);
  }
  return format.format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));
}

/** Making one takes far longer than using it. */
const monthFormats = new Map<string, Intl.DateTimeFormat>();

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, which makes it a text
 * (https://owasp.org/www-community/attacks/CSV_Injection). Also behind a semicolon or in a new line: an Excel that is set to
 * Switzerland cuts lines at semicolons, and then does not see our quotes.
 */
export function csvText(text: string): string {
  return quoted(inert(text));
}

function inert(text: string): string {
  return text.replace(/(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])/g, "$1'").replace(/^(?=[\t\r\n])/, "'");
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

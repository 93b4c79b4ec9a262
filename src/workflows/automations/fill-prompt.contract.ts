/** `{{name}}`, with spaces inside if somebody likes them. */
const PLACE = /\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}/g;
/** A value of more characters, or of several lines, stands in a block of its own. */
const MOST_INLINE_CHARACTERS = 200;

/** The names of the variables that a prompt has places for, each once, in their order. */
export function variablesIn(prompt: string): readonly string[] {
  return [...new Set([...prompt.matchAll(PLACE)].map(([, name = '']) => name))];
}

/**
 * The prompt with the values in their places. Each place is filled once: what a value contains is text and nothing else. A value that is
 * long, or `isForeign` (it came from outside, by a webhook), stands in a block whose end it cannot write, so that a model can
 * tell it from what its owner has written.
 */
export function fillPrompt(
  prompt: string,
  values: Readonly<Record<string, string>>,
  isForeign: boolean,
): string {
  return prompt.replaceAll(PLACE, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return place;
    const isPlain = !isForeign && value.length <= MOST_INLINE_CHARACTERS && !value.includes('\n');
    return isPlain ? value : blockOf(name, value);
  });
}

function blockOf(name: string, value: string): string {
  return `<value name="${name}">\n${value.replaceAll(/<(?=\/?\s*value\b)/gi, '&lt;')}\n</value>`;
}

/** A text that this browser keeps; undefined if there is none, or if the browser keeps nothing. */
export function readKeptText(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Undefined: keeps it no longer. In a browser that keeps nothing it holds until the page is left. */
export function keepText(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Nothing is lost but the wish.
  }
}

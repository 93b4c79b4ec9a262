const KEPT = 'rappen-mandate';

/** The mandate that was shown last in this browser: where an address without one leads. */
export function lastMandate(): string | undefined {
  try {
    return localStorage.getItem(KEPT) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberMandate(mandateId: string): void {
  try {
    localStorage.setItem(KEPT, mandateId);
  } catch {
    // A browser that keeps nothing: the next address without a mandate leads to the first one.
  }
}

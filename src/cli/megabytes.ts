/** `12.3`, of a million bytes each. */
export function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

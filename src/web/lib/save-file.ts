/** Hands a text to the browser as a file to keep. */
export function saveTextFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it; it needs the address no longer than that.
  setTimeout(() => URL.revokeObjectURL(address), REVOKED_AFTER_MS);
}

const REVOKED_AFTER_MS = 10_000;

/** As the keyboard of this device names it. */
export function paletteKeys(): string {
  return isApple() ? '⌘ K' : 'Ctrl K';
}

export function isPaletteShortcut(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  return key.toLowerCase() === 'k' && (isApple() ? metaKey : ctrlKey) && !altKey && !shiftKey;
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

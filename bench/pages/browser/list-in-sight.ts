/** Functions that run inside the page: they are sent there as text, so none of them can use anything but its arguments. */

/** The line furthest down that is drawn. */
export function lowestLine(): number {
  const rows = document.querySelectorAll<HTMLElement>('[role=grid] tr[data-booking]');
  return Number(rows[rows.length - 1]?.dataset.line);
}

/**
 * Waits until the list does not move any more; answers how many lines in sight are not there at that moment (drawn as
 * being read, or not drawn at all), and how long until all are.
 */
export async function restOfFlick(): Promise<{ missing: number; untilThereMs: number; line: number }> {
  const scroller = document.querySelector('[role=grid]')?.parentElement;
  if (!scroller) throw new Error('there is no list');
  const frame = () => new Promise(requestAnimationFrame);
  const countMissing = () => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const head = scroller.querySelector('thead')?.getBoundingClientRect().height ?? 0;
    const inSight = [...scroller.querySelectorAll('tr[data-booking]')]
      .map((row) => row.getBoundingClientRect())
      .filter((row) => row.bottom > top + head && row.top < bottom);
    // Where nothing is in sight, a line is as high as usual.
    const lineHeight = inSight[0]?.height ?? 36;
    return Math.max(0, Math.floor((bottom - top - head) / lineHeight) - inSight.length);
  };
  let at: number;
  do {
    at = scroller.scrollTop;
    await frame();
    await frame();
  } while (scroller.scrollTop !== at);
  const missing = countMissing();
  const from = performance.now();
  while (countMissing() > 0) {
    if (performance.now() - from > 30_000) throw new Error('lines in sight did not come within 30 s');
    await frame();
  }
  const rows = scroller.querySelectorAll<HTMLElement>('tr[data-booking]');
  return {
    missing,
    untilThereMs: performance.now() - from,
    line: Number(rows[rows.length - 1]?.dataset.line),
  };
}

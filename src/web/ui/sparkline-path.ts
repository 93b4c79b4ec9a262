/** Room for half the stroke, so that peaks are not cut. */
const EDGE = 1;

/**
 * SVG paths of a series from left to right, highest value at the top. The foot is zero, or the lowest value if that is
 * negative; a series of zeros lies on the foot. Empty for less than two values.
 */
export function sparklinePath(
  values: readonly number[],
  width: number,
  height: number,
): { readonly line: string; readonly area: string } {
  if (values.length < 2) return { line: '', area: '' };
  const lowest = Math.min(0, ...values);
  const range = Math.max(0, ...values) - lowest || 1;
  const points = values.map((value, at) => {
    const x = (at / (values.length - 1)) * width;
    const y = height - EDGE - ((value - lowest) / range) * (height - 2 * EDGE);
    return `${round(x)} ${round(y)}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import { type ChartScale, tickText } from './chart-scale.ts';

/** The same for the bars, for what lies over them, and for what stands there while they are loaded. In pixels. */
export const CHART_HEIGHT = 300;
export const CHART_MARGIN = { top: 12, right: 8, bottom: 0, left: 0 } as const;
/** Below the bars, for the days. */
export const AXIS_HEIGHT = 28;

const DIGIT_WIDTH = 7.5;

/** At the left of the bars, for the amounts. */
export function scaleWidth(scale: ChartScale): number {
  const longest = Math.max(...scale.ticks.map((tick) => tickText(tick, scale).length));
  return Math.ceil(longest * DIGIT_WIDTH) + 14;
}

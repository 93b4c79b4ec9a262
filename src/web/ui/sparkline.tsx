import type { ReactElement } from 'react';
import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 96;
const HEIGHT = 24;

/**
 * The shape of a series of days in a line of text. Only its shape: `values` are heights without a unit, and `label` says
 * in words what it shows, since the picture alone tells a screen reader nothing.
 */
export function Sparkline({
  values,
  label,
  className = '',
}: {
  readonly values: readonly number[];
  readonly label: string;
  readonly className?: string;
}): ReactElement {
  const { line, area } = sparklinePath(values, WIDTH, HEIGHT);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={`inline-block h-6 w-24 text-series-1 ${className}`}
    >
      <path d={area} fill="currentColor" opacity={0.14} />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

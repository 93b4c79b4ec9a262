import type { ReactElement } from 'react';
import { encode } from 'uqr';

/** The cross in the middle: 7 of the 46 mm of the code, as the guidelines of the QR-bill have it. */
const CROSS = 7 / 46;

/** A Swiss QR code for a camera: dark on light in both themes, with the Swiss cross in its middle. */
export function SwissQrCode({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): ReactElement {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  const cross = (size - 8) * CROSS;
  const at = (size - cross) / 2;
  const part = (x: number, y: number, width: number, height: number) => ({
    ...{ x: at + cross * x, y: at + cross * y },
    ...{ width: cross * width, height: cross * height },
  });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="aspect-square w-full max-w-64 rounded-lg border border-line"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
      <rect {...part(0, 0, 1, 1)} fill="#fff" />
      <rect {...part(0.07, 0.07, 0.86, 0.86)} fill="#000" />
      <rect {...part(0.42, 0.22, 0.16, 0.56)} fill="#fff" />
      <rect {...part(0.22, 0.42, 0.56, 0.16)} fill="#fff" />
    </svg>
  );
}

import type { PagesResult } from '../pages/pages-bench.ts';
import { type Frames, LONG_FRAME_MS } from '../pages/pages-measured.ts';
import { ms, percent, table, whole } from './numbers.ts';

export function pagesSection({ rows, opening, stretches, places, drag, jump }: PagesResult): string[] {
  return [
    '## A page of transactions',
    `The ${whole(rows)} bookings of one mandate, as its administrator sees them in a Chromium without windows (1280 × 900), from a ` +
      `Rappen of its own. The first rows are shown ${ms(opening.firstMs)} after the navigation with an empty cache, then ${ms(opening.medianMs)} ` +
      `(median of five); their number and sum ${ms(opening.totalsMs)} after the first one. After a click on "Last year", its rows are ` +
      `shown within ${ms(jump.rowsMs)}, their number within ${ms(jump.totalsMs)}.`,
    '### Flicks of the wheel, 20,000 pixels each',
    'Rows in sight that are still missing at the end of a flick: after how many of the flicks, how many, and until they are there.',
    table(
      [
        'where',
        'flicks',
        'lines',
        ...FRAME_HEADS,
        'rows at most',
        'flicks that wait',
        'missing at most',
        'p95',
        'longest',
      ],
      stretches.map((stretch) => [
        ...[stretch.where, whole(stretch.flicks), whole(stretch.lines)],
        ...frameCells(stretch.frames),
        ...[stretch.mostRows, stretch.waits.flicks, stretch.waits.mostLines].map(whole),
        ...[stretch.waits.p95Ms, stretch.waits.mostMs].map(ms),
      ]),
    ),
    '### Drawn to the top, down again and to the top, as by the thumb of the scrollbar',
    table(
      [
        'strokes',
        'seconds',
        ...FRAME_HEADS,
        'rows at most',
        'pages asked for',
        'refused',
        'until the top is there',
      ],
      [
        [
          ...[drag.strokes, drag.seconds].map(whole),
          ...frameCells(drag.frames),
          ...[drag.mostRows, drag.pages, drag.refused].map(whole),
          ms(drag.untilThereMs),
        ],
      ],
    ),
    '### Memory',
    "The browser's after garbage collection; of Rappen's process what is resident. Where a line lies is remembered once it was in sight (about 80 " +
      'bytes), until the list grows: a drag passes many.',
    table(
      ['where', 'line', 'heap of the page', 'nodes of the page', 'Rappen'],
      places.map(({ where, line, heapMegabytes, domNodes, rappenMegabytes }) => [
        where,
        whole(line),
        `${heapMegabytes.toFixed(1)} MB`,
        whole(domNodes),
        `${whole(rappenMegabytes)} MB`,
      ]),
    ),
  ];
}

const FRAME_HEADS = ['frame p50', 'p95', 'longest', `over ${LONG_FRAME_MS} ms`];

function frameCells({ p50Ms, p95Ms, mostMs, longShare }: Frames): string[] {
  return [ms(p50Ms), ms(p95Ms), ms(mostMs), percent(longShare)];
}

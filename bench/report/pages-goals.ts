import { must } from '#kernel/assert.ts';
import type { PagesResult } from '../pages/pages-bench.ts';
import { LONG_FRAME_MS } from '../pages/pages-measured.ts';
import type { Goal } from './goal.ts';
import { megabytes, ms, percent, whole } from './numbers.ts';

const MOST = {
  openingMs: 1_000,
  /** Two frames of a screen that shows 60 a second. */
  frameP95Ms: 34,
  longFrames: 0.01,
  waitP95Ms: 100,
  rows: 80,
  /** To keep 200,000 bookings would take 250 MB and more. */
  grownMegabytes: 10,
  rappenMegabytes: 300,
  jumpMs: 500,
};

/** Scrolling stays smooth and memory flat, however long the list is and however far down one has got. */
export function pagesGoals(pages: PagesResult): Goal[] {
  const { rows, opening, stretches, drag, jump } = pages;
  const worst = (of: (stretch: PagesResult['stretches'][number]) => number) => Math.max(...stretches.map(of));
  const within = (what: string, reached: number, most: number, text: (value: number) => string): Goal => ({
    what: `page of ${whole(rows)} transactions: ${what}`,
    goal: `at most ${text(most)}`,
    reached: text(reached),
    isMet: reached <= most,
  });
  const longShare = Math.max(
    worst(({ frames }) => frames.longShare),
    drag.frames.longShare,
  );
  const mostRows = Math.max(
    worst((stretch) => stretch.mostRows),
    drag.mostRows,
  );
  return [
    within('first rows shown, with an empty cache', opening.firstMs, MOST.openingMs, ms),
    within(
      'p95 of a frame while it is scrolled',
      worst(({ frames }) => frames.p95Ms),
      MOST.frameP95Ms,
      ms,
    ),
    within(`frames over ${LONG_FRAME_MS} ms`, longShare, MOST.longFrames, percent),
    within(
      'rows in sight are there after a flick, p95',
      worst(({ waits }) => waits.p95Ms),
      MOST.waitP95Ms,
      ms,
    ),
    within('rows that exist at a time', mostRows, MOST.rows, whole),
    within(
      'memory that the browser gained on the way',
      grownMegabytes(pages),
      MOST.grownMegabytes,
      megabytes,
    ),
    within("memory of Rappen's process", rappenMegabytes(pages), MOST.rappenMegabytes, megabytes),
    within('requests refused while it is drawn up and down', drag.refused, 0, whole),
    within("last year's rows shown, by the filter", jump.rowsMs, MOST.jumpMs, ms),
  ];
}

/** From the first place to the one where it had most. */
function grownMegabytes({ places }: PagesResult): number {
  const heaps = places.map(({ heapMegabytes }) => heapMegabytes);
  return Math.max(...heaps) - must(heaps[0], 'a place');
}

function rappenMegabytes({ places }: PagesResult): number {
  return Math.max(...places.map((place) => place.rappenMegabytes));
}

import { serveWorker } from '../../processes/serve-worker.ts';
import { inScope } from '../../scope.ts';
import type { PagesMeasured, PagesRequest } from '../pages-measured.ts';
import { type BenchPage, openBenchPage } from './bench-page.ts';
import { goDown } from './descent.ts';
import { drag } from './drag.ts';
import { jumpToLastYear } from './jump.ts';
import { openList } from './opening.ts';
import { readPlace } from './place.ts';
import { flickFor } from './scrolling.ts';

/** Looks at the list as a person does: opens it, scrolls, goes far down, comes back, and asks for another year. */
serveWorker<PagesRequest, PagesMeasured>((request) =>
  inScope(async (defer) => {
    const page = await openBenchPage(request, defer);
    const opening = await openList(page);
    const measured = { opening, ...(await scroll(page)) };
    const jump = await jumpToLastYear(page);
    page.requireNoFaults();
    return { ...measured, jump };
  }),
);

async function scroll(page: BenchPage): Promise<Pick<PagesMeasured, 'stretches' | 'places' | 'drag'>> {
  const nearTop = await flickFor(page, 'down');
  const places = [await readPlace(page, 'after the first flicks')];
  await goDown(page);
  places.push(await readPlace(page, 'far down'));
  const farDown = await flickFor(page, 'up');
  const drawn = await drag(page);
  places.push(await readPlace(page, 'at the top again'));
  return { stretches: [nearTop, farDown], places, drag: drawn };
}

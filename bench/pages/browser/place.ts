import { say } from '../../bench-progress.ts';
import { residentMegabytes } from '../../memory/resident-memory.ts';
import type { Place } from '../pages-measured.ts';
import type { BenchPage } from './bench-page.ts';
import { lowestLine } from './list-in-sight.ts';

/** What is in memory at this place of the list, when everything that nobody holds has been collected. */
export async function readPlace({ page, session, request }: BenchPage, where: string): Promise<Place> {
  // What a collection sets free may hold more, which the next one finds.
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  const place: Place = {
    where,
    line: await page.evaluate(lowestLine),
    heapMegabytes: usedSize / 1e6,
    domNodes: nodes,
    rappenMegabytes: residentMegabytes(request.rappenPid),
  };
  say(
    `pages: ${where}, line ${place.line}: heap ${place.heapMegabytes.toFixed(1)} MB, ${nodes} nodes, ` +
      `Rappen ${place.rappenMegabytes.toFixed(0)} MB`,
  );
  return place;
}

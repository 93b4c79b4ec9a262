import { createChartPainter } from './chart/chart-painter.ts';
import type { ReportMaking } from './compose-report.ts';

/** What reports are made with, by the job and by hand: asked for each time, since Rappen's address is known only once it listens. */
export function createReportMaking(facts: {
  readonly publicAddress: { url(): string };
  readonly statementFile: ReportMaking['statementFile'];
}): () => ReportMaking {
  const { publicAddress, statementFile } = facts;
  const painter = createChartPainter();
  return () => ({ painter, publicUrl: publicAddress.url(), statementFile });
}

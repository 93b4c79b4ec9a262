import type { ReactElement } from 'react';
import { SpendChart } from '#web/features/charts/spend-chart.tsx';
import { ChangesPanel } from '#web/features/comparison/changes-panel.tsx';
import { HistoryPanel } from '#web/features/spend/history-panel.tsx';
import { SpendSection } from '#web/features/spend/spend-section.tsx';
import { TopPanel } from '#web/features/spend/top-panel.tsx';
import { UnchargedPanel } from '#web/features/uncharged/uncharged-panel.tsx';

/** What the money went into: all below the three headline blocks. It is loaded after them. */
export function SpendingPart(): ReactElement {
  return (
    <SpendSection>
      {(view) => (
        <>
          <SpendChart view={view} />
          <HistoryPanel view={view} />
          <ChangesPanel view={view} />
          <div className="grid grid-cols-1 gap-4 sm:gap-6 xl:grid-cols-2">
            {view.dimensions.map((dimension) => (
              <TopPanel key={dimension} view={view} dimension={dimension} />
            ))}
          </div>
          <UnchargedPanel view={view} />
        </>
      )}
    </SpendSection>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';

/** Nothing there: what an automation is, and how to begin. */
export function NoAutomations({ isNarrowed }: { readonly isNarrowed: boolean }): ReactElement {
  const { t } = useLingui();
  if (isNarrowed) return <EmptyBlock title={t`No automation is like this.`} />;
  return (
    <EmptyBlock title={t`There are no automations yet.`}>
      <p>
        <Trans>
          An automation asks a model by itself: every Monday for a summary of the week, or whenever another
          program calls its webhook. What it costs is limited by you.
        </Trans>
      </p>
      <p className="mt-3">
        <Link to="/automations/new" className={buttonClass('primary')}>
          <Trans>Make the first one</Trans>
        </Link>
      </p>
    </EmptyBlock>
  );
}

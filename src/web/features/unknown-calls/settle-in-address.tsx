import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { SettleDialog } from './settle-dialog.tsx';
import { unknownCallsQuery } from './unknown-calls.query.ts';

/** The dialog for the call that the address names, wherever in the list it is. */
export function SettleInAddress({
  holdId,
  onClose,
}: {
  readonly holdId: string;
  readonly onClose: () => void;
}): ReactElement | null {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(unknownCallsQuery);
  const call = data?.pages.flatMap((page) => page.calls).find((each) => each.holdId === holdId);
  const isFurtherBack = data !== undefined && !call && hasNextPage;
  useEffect(() => {
    if (isFurtherBack && !isFetching) void fetchNextPage();
  }, [isFurtherBack, isFetching, fetchNextPage]);
  if (call) return <SettleDialog key={holdId} call={call} onClose={onClose} />;
  if (data === undefined || isFurtherBack || isFetching) return null;
  return (
    <DialogFrame title={<Trans>This call is settled</Trans>} isOpen onClose={onClose}>
      <Trans>It is no longer among the calls of unknown cost. Its booking tells how it ended.</Trans>
    </DialogFrame>
  );
}

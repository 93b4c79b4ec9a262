import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Button } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';

/** An empty list: because nothing was booked yet, or because the filter leaves nothing. */
export function NoBookings(props: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}): ReactElement {
  if (!props.isFiltered)
    return (
      <EmptyBlock title={<Trans>Nothing has been booked yet</Trans>}>
        <Trans>Top-ups and calls of models appear here as soon as they are booked.</Trans>
      </EmptyBlock>
    );
  return (
    <EmptyBlock title={<Trans>No booking matches the filter</Trans>}>
      <Button onPress={props.onClear}>
        <Trans>Clear the filter</Trans>
      </Button>
    </EmptyBlock>
  );
}

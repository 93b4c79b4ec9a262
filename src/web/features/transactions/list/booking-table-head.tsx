import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { BookingTableModel } from './booking-row.tsx';
import { COLUMN_LAYOUT, type ColumnId } from './column-layout.ts';

const HEAD =
  'sticky top-0 z-10 border-line border-b bg-surface px-2 font-medium text-muted text-xs leading-tight';

/** Stays at the top while the rows scroll. */
export function BookingTableHead(props: {
  readonly table: BookingTableModel;
  readonly isNarrow: boolean;
  readonly heightPx: number;
}): ReactElement {
  const style = { height: props.heightPx };
  if (props.isNarrow)
    return (
      <thead>
        <tr aria-rowindex={1} style={style}>
          <th scope="col" className={`${HEAD} text-left`}>
            <Trans>Booking</Trans>
          </th>
          <th scope="col" className={`${HEAD} w-28 text-right`}>
            <Trans>Amount and balance</Trans>
          </th>
        </tr>
      </thead>
    );
  return (
    <thead>
      {props.table.getHeaderGroups().map((group) => (
        <tr key={group.id} aria-rowindex={1} style={style}>
          {group.headers.map((header) => {
            const id = header.column.id as ColumnId;
            const { widthPx, isNumber } = COLUMN_LAYOUT[id];
            return (
              <th
                key={header.id}
                scope="col"
                className={`${HEAD} ${isNumber ? 'text-right' : 'text-left'}`}
                // The description takes what the others leave.
                style={{ width: id === 'description' ? undefined : widthPx }}
              >
                <props.table.FlexRender header={header} />
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

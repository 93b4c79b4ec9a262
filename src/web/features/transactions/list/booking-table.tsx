import { useLingui } from '@lingui/react/macro';
import { useTable } from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import { Fragment, type ReactElement, type ReactNode, useRef, useState } from 'react';
import { useWidth } from '#web/lib/use-width.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import type { Grouping } from '../filter/booking-filter.ts';
import { BOOKING_COLUMNS, BOOKING_FEATURES } from './booking-columns.tsx';
import type { Booking, BookingList } from './booking-page.query.ts';
import { BookingRow, NarrowBookingRow } from './booking-row.tsx';
import { BookingTableHead } from './booking-table-head.tsx';
import { COLUMN_IDS, type ColumnId, fittingColumns, widthOf } from './column-layout.ts';
import { GroupRow } from './group-row.tsx';
import { ListEnd } from './list-end.tsx';
import { ComingRow, SpaceRow } from './space-rows.tsx';
import { type BookingLines, useBookingLines } from './use-booking-lines.ts';
import { useRowKeys } from './use-row-keys.ts';

const LINE_PX = 36;
const NARROW_LINE_PX = 64;
const HEAD_PX = 40;
/** As high as the window has room for; a short list is only as high as it is. */
const HIGH = 'h-[max(22rem,calc(100dvh-9rem))]';
const MOST_HIGH = 'max-h-[max(22rem,calc(100dvh-9rem))]';
/** Narrower than this, a booking has two lines instead of columns. */
const NARROW_PX = 560;

export interface Neighbours {
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

interface TableProps {
  readonly list: BookingList;
  readonly grouping: Grouping | undefined;
  /** Undefined: those that fit. */
  readonly columns: readonly ColumnId[] | undefined;
  /** How many there are by the totals, as far as that is known. */
  readonly count: number | undefined;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onNeighbours: (neighbours: Neighbours) => void;
  /** Stands in place of the table where there is nothing. */
  readonly empty: ReactNode;
}

/**
 * The bookings of a list, newest first. Only the rows on the screen exist, and only a few pages around them are kept, wherever
 * one has scrolled to.
 */
export function BookingTable(props: TableProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const isNarrow = width !== undefined && width < NARROW_PX;
  const linePx = isNarrow ? NARROW_LINE_PX : LINE_PX;
  const [focusedLine, setFocusedLine] = useState(0);
  const lines = useBookingLines(props.list, props.grouping, {
    ...{ scroller, linePx, focusedLine },
    headPx: HEAD_PX,
  });
  const keys = useRowKeys({ ...props, ...{ lines, scroller, linePx, focusedLine, setFocusedLine } });
  const columns = isNarrow ? [] : (props.columns ?? fittingColumns(width ?? 0));
  const table = useTable({
    features: BOOKING_FEATURES,
    columns: BOOKING_COLUMNS,
    data: bookingsOnScreen(lines),
    getRowId: (booking) => booking.id,
    state: { columnVisibility: Object.fromEntries(COLUMN_IDS.map((id) => [id, columns.includes(id)])) },
  });
  const { t } = useLingui();
  const columnCount = isNarrow ? 2 : columns.length;
  const isEmpty = lines.marks.isComplete && lines.marks.rowCount === 0;
  if (isEmpty) return <>{props.empty}</>;
  if (lines.error && lines.marks.pages.length === 0)
    return <ProblemBlock error={lines.error} retry={lines.retry} />;
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      <div
        ref={scroller}
        className={`relative overflow-auto [overflow-anchor:none] ${lines.marks.isComplete ? MOST_HIGH : HIGH}`}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are moved through with the arrow keys
          role="grid"
          aria-label={t`Bookings`}
          aria-rowcount={rowCount(props, lines)}
          aria-colcount={columnCount}
          className="w-full table-fixed border-separate border-spacing-0 text-sm"
          style={{ minWidth: isNarrow ? undefined : widthOf(columns) }}
          onKeyDown={keys.onKeyDown}
          onClick={keys.onClick}
          onFocus={keys.onFocus}
        >
          <BookingTableHead table={table} isNarrow={isNarrow} heightPx={HEAD_PX} />
          <tbody>{bodyRows()}</tbody>
        </table>
      </div>
      <ListEnd lines={lines} />
    </div>
  );

  function bodyRows(): ReactNode {
    const items = lines.virtualizer.getVirtualItems();
    const end = items.at(-1)?.end ?? HEAD_PX;
    return (
      <>
        {items.map((item, place) => (
          <Fragment key={item.key}>
            <SpaceRow heightPx={item.start - (items[place - 1]?.end ?? HEAD_PX)} columnCount={columnCount} />
            {bodyRow(item)}
          </Fragment>
        ))}
        <SpaceRow heightPx={lines.virtualizer.getTotalSize() + HEAD_PX - end} columnCount={columnCount} />
      </>
    );
  }

  function bodyRow({ index }: VirtualItem): ReactNode {
    const line = lines.lineAt(index);
    if (!line) return <ComingRow line={index} heightPx={linePx} columnCount={columnCount} />;
    if (line.kind === 'group')
      return (
        <GroupRow
          list={props.list}
          group={line.group}
          line={index}
          heightPx={linePx}
          columnCount={columnCount}
          isPassing={lines.virtualizer.isScrolling}
        />
      );
    const row = table.getRowModel().rowsById[line.row.id];
    const shared = {
      booking: line.row,
      line: index,
      heightPx: linePx,
      isCurrent: focusedLine === index,
      isOpen: props.openId === line.row.id,
    };
    return isNarrow || !row ? (
      <NarrowBookingRow {...shared} />
    ) : (
      <BookingRow {...shared} table={table} row={row} />
    );
  }
}

function bookingsOnScreen(lines: BookingLines): Booking[] {
  return lines.virtualizer.getVirtualItems().flatMap(({ index }) => {
    const line = lines.lineAt(index);
    return line?.kind === 'row' ? [line.row] : [];
  });
}

/** With the head; -1: not known, as the standard has it. */
function rowCount({ count, grouping }: TableProps, { marks }: BookingLines): number {
  if (marks.isComplete) return marks.lineCount + 1;
  return count === undefined || grouping !== undefined ? -1 : count + 1;
}

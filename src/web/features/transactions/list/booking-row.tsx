import { Link } from '@tanstack/react-router';
import type { Row, useTable } from '@tanstack/react-table';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { BOOKING_FEATURES } from './booking-columns.tsx';
import type { Booking } from './booking-page.query.ts';
import { BookingText, ColumnAmount, ModelText, TypeBadge, UserText } from './booking-parts.tsx';
import { COLUMN_LAYOUT, type ColumnId } from './column-layout.ts';

export type BookingTableModel = ReturnType<typeof useTable<typeof BOOKING_FEATURES, Booking>>;

interface RowProps {
  readonly booking: Booking;
  readonly line: number;
  readonly heightPx: number;
  /** Only one row of the list is reached by Tab; the arrow keys move it. */
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
}

const ROW = 'group cursor-pointer outline-offset-[-2px] hover:bg-sunken aria-selected:bg-accent-soft';

/** A booking with the columns of the table. */
export function BookingRow({
  table,
  row,
  ...props
}: RowProps & {
  readonly table: BookingTableModel;
  readonly row: Row<typeof BOOKING_FEATURES, Booking>;
}): ReactElement {
  return (
    <tr {...rowAttributes(props)} className={ROW}>
      {row.getVisibleCells().map((cell) => {
        const { isNumber } = COLUMN_LAYOUT[cell.column.id as ColumnId];
        const content = <table.FlexRender cell={cell} />;
        return (
          <td key={cell.id} className={`truncate border-line border-b px-2 ${isNumber ? 'text-right' : ''}`}>
            {cell.column.id === 'description' ? (
              <BookingLink id={props.booking.id}>{content}</BookingLink>
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** A booking in two lines, where there is no room for columns. */
export function NarrowBookingRow(props: RowProps): ReactElement {
  const { booking } = props;
  return (
    <tr {...rowAttributes(props)} className={ROW}>
      <td className="border-line border-b px-2">
        <span className="flex min-w-0 items-center gap-2">
          {/* Usage is told by its model, and has the room. */}
          {booking.type !== 'usage' && <TypeBadge type={booking.type} />}
          <span className="min-w-0 truncate">
            <BookingLink id={booking.id}>
              {booking.provider === undefined ? (
                <BookingText booking={booking} />
              ) : (
                <ModelText booking={booking} />
              )}
            </BookingLink>
          </span>
        </span>
        <span className="figures mt-0.5 block truncate text-muted text-xs">
          {timeText(booking.at)}
          {booking.userId !== undefined && (
            <>
              {' · '}
              <UserText booking={booking} />
            </>
          )}
        </span>
      </td>
      <td className="border-line border-b px-2 text-right">
        <span className="block font-medium">
          <ColumnAmount chf={booking.amountChf} />
        </span>
        <Money chf={booking.balanceAfterChf} bare decimals={2} className="mt-0.5 block text-muted text-xs" />
      </td>
    </tr>
  );
}

function rowAttributes({ booking, line, heightPx, isCurrent, isOpen }: RowProps) {
  return {
    'data-line': line,
    'data-booking': booking.id,
    // The head is the first row.
    'aria-rowindex': line + 2,
    'aria-selected': isOpen,
    tabIndex: isCurrent ? 0 : -1,
    style: { height: heightPx },
  };
}

/** A real link, for a new tab or to copy; the rows' own keys open it too, so Tab passes it by. */
function BookingLink({
  id,
  children,
}: {
  readonly id: string;
  readonly children: React.ReactNode;
}): ReactElement {
  return (
    <Link
      to="/billing/transactions/$transactionId"
      params={{ transactionId: id }}
      search={(all) => all}
      tabIndex={-1}
      className="underline-offset-4 group-hover:underline"
    >
      {children}
    </Link>
  );
}

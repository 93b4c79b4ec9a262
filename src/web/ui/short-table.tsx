import type { ReactElement, ReactNode } from 'react';
import { SidewaysBox } from './sideways-box.tsx';

export interface Column<Row> {
  readonly id: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** `end`: figures and amounts. */
  readonly align?: 'end';
  /** Names its row, for screen readers. One column of a table. */
  readonly isRowTitle?: boolean;
  /** How the rows are sorted by it, if they are; the title then holds the link that turns it round. */
  readonly sorted?: 'ascending' | 'descending' | undefined;
  /** A width or a breakpoint: `min-w-48`, `max-md:hidden`. */
  readonly className?: string;
}

/**
 * A table for a list that is short or comes in pages. Where the screen is narrower than the table it scrolls inside
 * itself, also by keyboard. `label` says what it lists; `foot` is a row of totals, one cell per column.
 */
export function ShortTable<Row>(props: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly foot?: (column: Column<Row>) => ReactNode;
  readonly isRowMarked?: (row: Row) => boolean;
}): ReactElement {
  const { label, columns, rows, rowKey, foot, isRowMarked } = props;
  return (
    <SidewaysBox label={label}>
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-line border-b">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={column.sorted}
                className={`whitespace-nowrap px-2 py-2 sm:px-3 align-bottom font-medium text-muted text-sm ${look(column)}`}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={`border-line border-b last:border-b-0 hover:bg-sunken ${isRowMarked?.(row) ? 'bg-accent-soft' : ''}`}
            >
              {columns.map((column) => (
                <Cell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr className="border-line-strong border-t font-medium">
              {columns.map((column) => (
                <td key={column.id} className={`px-2 py-2 sm:px-3 ${look(column)}`}>
                  {foot(column)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </SidewaysBox>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }): ReactElement {
  const className = `px-2 py-2 sm:px-3 align-top font-normal ${look(column)}`;
  if (column.isRowTitle)
    return (
      <th scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  return <td className={className}>{column.cell(row)}</td>;
}

function look<Row>({ align, className = '' }: Column<Row>): string {
  return align === 'end' ? `text-right ${className}` : className;
}

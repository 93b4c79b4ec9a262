import { useState } from 'react';
import { keepText, readKeptText } from '#web/lib/kept-text.ts';
import { COLUMN_IDS, type ColumnId } from './column-layout.ts';

const KEPT = 'rappen-transaction-columns';

/** Which columns somebody has chosen in this browser. Undefined: those that fit. */
export function useChosenColumns(): readonly [
  readonly ColumnId[] | undefined,
  (columns: readonly ColumnId[] | undefined) => void,
] {
  const [chosen, setChosen] = useState(readChosen);
  const choose = (columns: readonly ColumnId[] | undefined) => {
    keepText(KEPT, columns?.join(' '));
    setChosen(columns);
  };
  return [chosen, choose];
}

function readChosen(): readonly ColumnId[] | undefined {
  const names = readKeptText(KEPT)?.split(' ');
  const columns = COLUMN_IDS.filter((id) => names?.includes(id));
  return columns.length === 0 ? undefined : columns;
}

import type { ReactElement, ReactNode } from 'react';

export interface Figure {
  readonly id: string;
  readonly label: ReactNode;
  readonly value: ReactNode;
  /** A line below it, smaller. */
  readonly note?: ReactNode;
}

/** A few numbers side by side, each with what it means. */
export function FigureList({ figures }: { readonly figures: readonly Figure[] }): ReactElement {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(8.5rem,100%),1fr))] gap-x-6 gap-y-4">
      {figures.map(({ id, label, value, note }) => (
        <div key={id} className="min-w-0">
          <dt className="text-muted text-sm">{label}</dt>
          <dd className="figures font-semibold text-lg leading-snug">{value}</dd>
          {note !== undefined && <dd className="text-muted text-sm">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

import type { ReactElement } from 'react';

/** Where a price or a rate stands: a link if it is one address, else as it was written. */
export function SourceText({ source }: { readonly source: string }): ReactElement {
  if (!/^https:\/\/\S+$/.test(source)) return <span className="break-words">{source}</span>;
  return (
    <a
      href={source}
      target="_blank"
      rel="noreferrer"
      className="break-all text-accent underline underline-offset-4"
    >
      {source}
    </a>
  );
}

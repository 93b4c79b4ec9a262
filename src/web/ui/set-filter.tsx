import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';

/** A condition that was set somewhere else on the page, by a link in a row for example; it can only be taken away. */
export function SetFilter({
  label,
  value,
  onRemove,
}: {
  /** What it restricts: "Mandate". */
  readonly label: string;
  readonly value: string;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useLingui();
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 rounded-full border border-accent bg-accent-soft pr-1 pl-2.5 text-sm">
      <span className="text-muted">{label}</span>
      <span className="min-w-0 truncate font-medium">{value}</span>
      <Button
        onPress={onRemove}
        aria-label={t`Remove the filter ${label}`}
        className="flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-full text-muted hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}

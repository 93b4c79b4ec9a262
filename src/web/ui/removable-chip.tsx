import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';

/** A condition that was set elsewhere on the page, and a cross that takes it away. */
export function RemovableChip({
  label,
  value,
  onRemove,
}: {
  /** What it restricts: "Model". */
  readonly label: string;
  readonly value: string;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useLingui();
  return (
    <span className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full border border-accent bg-accent-soft py-0.5 pr-1 pl-2.5 text-sm">
      <span className="text-muted">{label}</span>
      <span className="figures truncate font-medium">{value}</span>
      <Button
        onPress={onRemove}
        aria-label={t`Remove the filter ${label}`}
        className="flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-full text-muted hover:bg-surface hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}

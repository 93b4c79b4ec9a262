import { useLingui } from '@lingui/react/macro';
import { ChevronDown, Plus, X } from 'lucide-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';

/**
 * One condition of a filter: dashed while it is not set, with its value and a cross when it is. Pressing it opens what it can
 * be set to.
 */
export function FilterChip(props: {
  /** What it restricts: "Model". */
  readonly label: string;
  /** What it is set to, as people read it; undefined: not set. */
  readonly value: string | undefined;
  readonly onRemove: () => void;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: (close: () => void) => ReactNode;
}): ReactElement {
  const { t } = useLingui();
  const [isOpen, setIsOpen] = useState(false);
  const { label, value } = props;
  const change = (open: boolean) => {
    setIsOpen(open);
    props.onOpenChange?.(open);
  };
  const isSet = value !== undefined;
  return (
    <div
      className={`${FRAME} ${isSet ? 'border-accent bg-accent-soft' : 'border-line-strong border-dashed'}`}
    >
      <DialogTrigger isOpen={isOpen} onOpenChange={change}>
        <Button
          className={`flex min-h-8 min-w-0 cursor-pointer items-center gap-1.5 rounded-full pl-2.5 ${isSet ? 'pr-1 text-ink' : 'pr-3 text-muted hover:bg-sunken hover:text-ink'}`}
        >
          {!isSet && <Plus aria-hidden className="size-3.5" />}
          <span className={isSet ? 'text-muted' : ''}>{label}</span>
          {isSet && (
            <>
              <span className="truncate font-medium">{value}</span>
              <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
            </>
          )}
        </Button>
        <Popover
          placement="bottom start"
          className="max-h-96 w-72 max-w-[calc(100vw-1rem)] overflow-auto rounded-xl border border-line bg-raised shadow-float"
        >
          <Dialog aria-label={label} className="outline-none">
            {props.children(() => change(false))}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isSet && (
        <Button
          onPress={props.onRemove}
          aria-label={t`Remove the filter ${label}`}
          className="mr-1 flex size-6.5 shrink-0 cursor-pointer items-center justify-center rounded-full text-muted hover:bg-surface hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </div>
  );
}

const FRAME = 'inline-flex max-w-full items-center rounded-full border text-sm';

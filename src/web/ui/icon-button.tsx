import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';

/** A button that is only a sign; its label is read out, and shown on hover and focus. */
export function IconButton({
  icon: Icon,
  label,
  ...props
}: Omit<ButtonProps, 'children' | 'className'> & {
  readonly icon: LucideIcon;
  readonly label: string;
}): ReactElement {
  return (
    <TooltipTrigger delay={400}>
      <Button
        {...props}
        aria-label={label}
        className="inline-flex size-9 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink disabled:opacity-50"
      >
        <Icon aria-hidden className="size-[1.15rem]" />
      </Button>
      <Tooltip offset={6} className="rounded-md bg-ink px-2 py-1 text-page text-sm">
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

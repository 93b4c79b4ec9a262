import type { ReactElement } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'text-accent hover:bg-accent-soft',
  danger: 'border border-bad bg-surface text-bad hover:bg-bad-soft',
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** A pressing button. While `isPending` it says so, keeps its width, and cannot be pressed a second time. */
export function Button({
  look = 'secondary',
  small = false,
  className = '',
  ...props
}: ButtonProps & {
  readonly look?: ButtonLook;
  readonly small?: boolean;
  readonly className?: string;
}): ReactElement {
  return <AriaButton {...props} className={`${buttonClass(look, small)} ${className}`} />;
}

/** The same looks for a link that leads to where something is done. */
export function buttonClass(look: ButtonLook, small = false): string {
  const size = small ? 'min-h-8 px-2.5 text-sm' : 'min-h-10 px-4';
  return `inline-flex cursor-pointer items-center justify-center gap-2 rounded-lg font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 data-pending:cursor-progress data-pending:opacity-70 ${size} ${LOOKS[look]}`;
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Ban, Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { RoleCell } from './role-cell.ts';
import { WhyText } from './why-text.tsx';

/** Allowed or denied, by press; below it where that comes from, which tells why when it is pressed. */
export function CellView({
  cell,
  subject,
  isPending,
  onPress,
}: {
  readonly cell: RoleCell;
  /** "OpenAI for User": what a screen reader hears before "allowed". */
  readonly subject: string;
  readonly isPending: boolean;
  readonly onPress: () => void;
}): ReactElement {
  return (
    <div className="flex flex-col items-start gap-x-2 gap-y-0.5 sm:flex-row sm:items-center">
      {cell.press === undefined ? (
        <span className={`${FACE} ${cell.reason === 'never' ? NEVER : cell.allowed ? ALLOWED : DENIED}`}>
          <Face isAllowed={cell.allowed} isNever={cell.reason === 'never'} />
        </span>
      ) : (
        <Button
          // Not disabled while it runs: that would throw the keyboard back to the top of the page.
          onPress={() => !isPending && onPress()}
          className={`${FACE} border-current hover:brightness-95 ${isPending ? 'cursor-progress opacity-60' : 'cursor-pointer'} ${cell.allowed ? ALLOWED : DENIED}`}
        >
          <span className="sr-only">{subject}: </span>
          <Face isAllowed={cell.allowed} isNever={false} />
        </Button>
      )}
      <Why cell={cell} subject={subject} />
    </div>
  );
}

const FACE =
  'inline-flex min-h-8 min-w-9 items-center justify-center gap-1.5 rounded-lg border border-transparent px-2 font-medium text-sm';
const ALLOWED = 'bg-good-soft text-good';
const DENIED = 'bg-bad-soft text-bad';
const NEVER = 'text-muted';

function Face({
  isAllowed,
  isNever,
}: {
  readonly isAllowed: boolean;
  readonly isNever: boolean;
}): ReactElement {
  const Sign = isAllowed ? Check : Ban;
  return (
    <>
      <Sign aria-hidden className="size-4 shrink-0" />
      <span className="max-sm:sr-only">
        {isAllowed ? <Trans>allowed</Trans> : isNever ? <Trans>never</Trans> : <Trans>denied</Trans>}
      </span>
    </>
  );
}

function Why({ cell, subject }: { readonly cell: RoleCell; readonly subject: string }): ReactElement {
  const { t } = useLingui();
  return (
    <DialogTrigger>
      <Button className="min-h-6 cursor-pointer rounded text-left sm:px-1 text-muted text-xs underline decoration-dotted underline-offset-4 hover:text-ink">
        <Origin reason={cell.reason} />
        <span className="sr-only">
          {' – '}
          {t`Why? ${subject}`}
        </span>
      </Button>
      <Popover className="w-72 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line bg-raised p-3 shadow-float">
        <Dialog aria-label={t`Why? ${subject}`} className="outline-none">
          <p className="mb-1 font-medium">{subject}</p>
          <p className="text-sm">
            <WhyText reason={cell.reason} rule={cell.rule} />
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Origin({ reason }: { readonly reason: RoleCell['reason'] }): ReactElement {
  switch (reason) {
    case 'own_rule_allows':
    case 'own_rule_denies':
      return <Trans>own rule</Trans>;
    case 'other_rule_allows':
    case 'other_rule_denies':
    case 'allowed_with_provider':
    case 'denied_with_provider':
      return <Trans>inherited</Trans>;
    case 'no_rule_allows':
      return <Trans>no rule</Trans>;
    case 'never':
      return <Trans>not possible</Trans>;
  }
}

import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactElement, useState } from 'react';
import { formatChfShort, parseChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { Button } from '#web/ui/button.tsx';
import { FilterChip } from '#web/ui/filter-chip.tsx';
import { TextField } from '#web/ui/text-field.tsx';

interface Bounds {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** From one amount to another, whatever the sign: what was spent and what was paid in alike. */
export function AmountFilter(props: Bounds & { readonly onChange: (bounds: Bounds) => void }): ReactElement {
  const { t } = useLingui();
  const [min, max] = [shown(props.min), shown(props.max)];
  const value =
    min !== undefined && max !== undefined
      ? `CHF ${min} – ${max}`
      : min !== undefined
        ? t`from CHF ${min}`
        : max !== undefined
          ? t`up to CHF ${max}`
          : undefined;
  return (
    <FilterChip label={t`Amount`} value={value} onRemove={() => props.onChange({})}>
      {(close) => (
        <BoundsForm
          {...props}
          onChange={(bounds) => {
            close();
            props.onChange(bounds);
          }}
        />
      )}
    </FilterChip>
  );
}

function BoundsForm(props: Bounds & { readonly onChange: (bounds: Bounds) => void }): ReactElement {
  const { t } = useLingui();
  const [typed, setTyped] = useState({ min: props.min ?? '', max: props.max ?? '' });
  const [isTried, setIsTried] = useState(false);
  const min = readAmount(typed.min);
  const max = readAmount(typed.max);
  const wrong = t`An amount such as 12.50`;
  const isReversed = !!min && !!max && nano(min) > nano(max);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (min !== undefined && max !== undefined && !isReversed)
      props.onChange({ min: min || undefined, max: max || undefined });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-3" noValidate>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t`At least`}
          inputMode="decimal"
          end="CHF"
          autoFocus
          value={typed.min}
          onChange={(text) => setTyped({ ...typed, min: text })}
          error={isTried && min === undefined ? wrong : undefined}
        />
        <TextField
          label={t`At most`}
          inputMode="decimal"
          end="CHF"
          value={typed.max}
          onChange={(text) => setTyped({ ...typed, max: text })}
          error={
            isTried && max === undefined ? wrong : isTried && isReversed ? t`Less than the least` : undefined
          }
        />
      </div>
      <p className="text-muted text-xs">
        <Trans>Without its sign: what was charged counts like what was paid in.</Trans>
      </p>
      <Button type="submit" look="primary" small>
        <Trans>Apply</Trans>
      </Button>
    </form>
  );
}

/** `1'234.50` as decimal text; an empty text stays one; undefined: no amount of zero or more. */
function readAmount(typed: string): string | undefined {
  const text = typed
    .trim()
    .replace(/['’\s]/g, '')
    .replace(',', '.');
  if (text === '') return '';
  const amount = parseChf(text);
  return amount === undefined || amount < 0n ? undefined : formatChfShort(amount);
}

function nano(text: string): bigint {
  return text === '' ? 0n : (parseChf(text) ?? 0n);
}

function shown(text: string | undefined): string | undefined {
  const amount = text === undefined ? undefined : parseChf(text);
  return amount === undefined ? undefined : amountText(amount);
}

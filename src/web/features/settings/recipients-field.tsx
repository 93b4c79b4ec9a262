import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactElement, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { addRecipients, MOST_RECIPIENTS } from './recipients.ts';

/** Addresses, one chip each. Enter or a comma adds what is typed; a pasted list is taken apart. */
export function RecipientsField({
  value,
  onChange,
  refused,
}: {
  readonly value: readonly string[];
  readonly onChange: (recipients: readonly string[]) => void;
  readonly refused?: string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const { recipients, wrong, isFull } = addRecipients(value, typed);
    if (recipients.length > value.length) onChange(recipients);
    setTyped(wrong.join(' '));
    setProblem(
      isFull
        ? t`At most ${MOST_RECIPIENTS} addresses.`
        : wrong.length > 0
          ? t`This is no e-mail address.`
          : undefined,
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isDone = event.key === 'Enter' || event.key === ',' || event.key === ';';
    if (!isDone || typed.trim() === '') return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-3">
      <RecipientChips
        recipients={value}
        onRemove={(address) => onChange(value.filter((each) => each !== address))}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 sm:max-w-md">
        <TextField
          label={<Trans>Add a recipient</Trans>}
          inputMode="email"
          autoComplete="off"
          maxLength={2_000}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setProblem(undefined);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => typed.trim() !== '' && add()}
          error={problem ?? refused}
        />
        <Button onPress={add} className="mt-[1.625rem] self-start">
          <Trans>Add</Trans>
        </Button>
      </div>
    </div>
  );
}

function RecipientChips({
  recipients,
  onRemove,
}: {
  readonly recipients: readonly string[];
  readonly onRemove: (address: string) => void;
}): ReactElement {
  const { t } = useLingui();
  if (recipients.length === 0)
    return (
      <p className="text-muted">
        <Trans>Nobody yet: warnings and reports go to the administrators.</Trans>
      </p>
    );
  return (
    <ul aria-label={t`Recipients`} className="flex flex-wrap gap-2">
      {recipients.map((address) => (
        <li
          key={address}
          className="inline-flex min-h-8 max-w-full items-center gap-1 rounded-full bg-sunken pr-1 pl-3 text-sm"
        >
          <span className="truncate">{address}</span>
          <AriaButton
            aria-label={t`Remove ${address}`}
            onPress={() => onRemove(address)}
            className="flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-full text-muted hover:bg-surface hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}

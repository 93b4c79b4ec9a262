import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useDeferredValue, useState } from 'react';
import { mandatesNamedQuery } from '#web/features/me/mandates-named.query.ts';
import { SelectField } from '#web/ui/select-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';

/** Whose a payment is: the one that the reference names, or one that is looked for by name. */
export function MandateFinder(props: {
  readonly value: string;
  /** Who is known from the reference. */
  readonly named: { readonly mandateId?: string | undefined; readonly mandateName?: string | undefined };
  readonly onChange: (mandateId: string) => void;
  readonly error: string | undefined;
}): ReactElement {
  const { value, named, onChange, error } = props;
  const [text, setText] = useState('');
  const searched = useDeferredValue(text.trim().slice(0, 100));
  const { data } = useQuery(mandatesNamedQuery(searched));
  const found = (data?.mandates ?? []).filter(({ id }) => id !== named.mandateId);
  const choices = [
    ...(named.mandateId === undefined
      ? []
      : [{ value: named.mandateId, label: named.mandateName ?? named.mandateId }]),
    ...found.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField label={<Trans>Find a mandate</Trans>} value={text} onChange={setText} autoComplete="off" />
      <SelectField
        label={<Trans>Mandate</Trans>}
        choices={choices}
        value={choices.some((choice) => choice.value === value) ? value : undefined}
        onChange={onChange}
        error={error}
      />
    </div>
  );
}

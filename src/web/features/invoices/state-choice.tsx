import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { INVOICE_STATE_WORDS } from './invoice-words.ts';
import { INVOICE_STATES, type InvoiceState } from './invoices-search.ts';

const ALL = 'all';

/** Which invoices a list shows. */
export function StateChoice({
  value,
  onChange,
}: {
  readonly value: InvoiceState | undefined;
  readonly onChange: (state: InvoiceState | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  return (
    <div className="mb-6 sm:max-w-56">
      <SelectField
        label={t`State`}
        choices={[
          { value: ALL, label: t`All` },
          ...INVOICE_STATES.map((state) => ({ value: state, label: t(INVOICE_STATE_WORDS[state].text) })),
        ]}
        value={value ?? ALL}
        onChange={(chosen) => onChange(INVOICE_STATES.find((state) => state === chosen))}
      />
    </div>
  );
}

export function StateBadge({ state }: { readonly state: InvoiceState }): ReactElement {
  const { t } = useLingui();
  const { text, tone } = INVOICE_STATE_WORDS[state];
  return <Badge tone={tone}>{t(text)}</Badge>;
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { UnsavedGuard } from '../settings/unsaved-guard.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { type Address, addressQuery, saveAddress } from './address.query.ts';
import { AddressFields } from './address-fields.tsx';
import { AddressPreview } from './address-preview.tsx';
import { type AddressValues, addressBodyOf, addressValuesOf, isOtherAddress } from './address-values.ts';

/** The address on the invoices, and beside it how it will look there. */
export function AddressForm({ read }: { readonly read: Address }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [base, setBase] = useState(() => addressValuesOf(read));
  const form = useForm<AddressValues>({ defaultValues: base });
  const typed = useWatch({ control: form.control }) as AddressValues;
  const isUnsaved = isOtherAddress(base, { ...base, ...typed });
  const begin = (values: AddressValues) => {
    setBase(values);
    form.reset(values);
  };
  const save = useMutation({
    mutationFn: (values: AddressValues) => saveAddress(mandate.id, addressBodyOf(values)),
    onSuccess: (saved) => {
      queryClient.setQueryData(addressQuery(mandate.id).queryKey, saved);
      begin(addressValuesOf(saved));
      notify(t`The address is saved.`);
    },
  });
  const isOfField = fieldOf(save.error) !== undefined;
  return (
    <form
      noValidate
      className="grid max-w-5xl items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
    >
      <UnsavedGuard isUnsaved={isUnsaved} />
      <Panel
        title={<Trans>Address on invoices</Trans>}
        lead={<Trans>In parts, as the Swiss QR-bill wants it.</Trans>}
      >
        <AddressFields control={form.control} refusedOf={(field) => fieldProblem(save.error, field)} />
        {save.error && !isOfField && (
          <div className="mt-4">
            <ProblemBlock error={save.error} />
          </div>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" isPending={save.isPending}>
            <Trans>Save the address</Trans>
          </Button>
          <Button onPress={() => begin(base)} isDisabled={!isUnsaved || save.isPending}>
            <Trans>Discard changes</Trans>
          </Button>
          <p role="status" className="text-muted text-sm">
            {isUnsaved && <Trans>Not saved yet</Trans>}
          </p>
        </div>
      </Panel>
      <AddressPreview control={form.control} />
    </form>
  );
}

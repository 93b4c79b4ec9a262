import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { type Control, useForm, useWatch } from 'react-hook-form';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { AddressFields } from '../address/address-fields.tsx';
import { AddressPreview } from '../address/address-preview.tsx';
import type { AddressValues } from '../address/address-values.ts';
import { UnsavedGuard } from '../settings/unsaved-guard.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { AccountFields } from './account-fields.tsx';
import { issuerQuery, type LetterHead, saveIssuer } from './issuer.query.ts';
import { type LetterHeadValues, letterHeadBodyOf, letterHeadValuesOf } from './letter-head-values.ts';

/** The letter head, and beside it how it stands on a document. */
export function LetterHeadForm({ read }: { readonly read: LetterHead }): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [base, setBase] = useState(() => letterHeadValuesOf(read));
  const form = useForm<LetterHeadValues>({ defaultValues: base });
  // A form with more fields has those of an address.
  const addressControl = form.control as unknown as Control<AddressValues>;
  const typed = { ...base, ...useWatch({ control: form.control }) };
  const isUnsaved = JSON.stringify(letterHeadBodyOf(typed)) !== JSON.stringify(letterHeadBodyOf(base));
  const begin = (values: LetterHeadValues) => {
    setBase(values);
    form.reset(values);
  };
  const save = useMutation({
    mutationFn: (values: LetterHeadValues) => saveIssuer(letterHeadBodyOf(values)),
    onSuccess: (saved) => {
      queryClient.setQueryData(issuerQuery.queryKey, saved);
      begin(letterHeadValuesOf(saved));
      notify(t`The letter head is saved.`);
    },
  });
  const refusedOf = (field: string) => fieldProblem(save.error, field);
  return (
    <form
      noValidate
      className="grid max-w-5xl items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
    >
      <UnsavedGuard isUnsaved={isUnsaved} />
      <Panel
        title={<Trans>Letter head</Trans>}
        lead={
          <Trans>
            On every statement and invoice from now on. What was issued stays as it is. With MWST, TVA or IVA
            behind the UID, documents show the VAT; without it they show none.
          </Trans>
        }
      >
        <AddressFields
          control={addressControl}
          refusedOf={refusedOf}
          hasContact={false}
          emailLabel={<Trans>E-mail</Trans>}
        />
        <AccountFields control={form.control} refusedOf={refusedOf} />
        {save.error && fieldOf(save.error) === undefined && (
          <div className="mt-4">
            <ProblemBlock error={save.error} />
          </div>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" isPending={save.isPending}>
            <Trans>Save the letter head</Trans>
          </Button>
          <Button onPress={() => begin(base)} isDisabled={!isUnsaved || save.isPending}>
            <Trans>Discard changes</Trans>
          </Button>
          <p role="status" className="text-muted text-sm">
            {isUnsaved && <Trans>Not saved yet</Trans>}
          </p>
        </div>
      </Panel>
      <AddressPreview control={addressControl} />
    </form>
  );
}

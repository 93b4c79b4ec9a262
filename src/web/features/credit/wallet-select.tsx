import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { type Control, Controller, type FieldPath, type FieldValues } from 'react-hook-form';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { walletOwnersQuery } from './wallet-owners.query.ts';

/** The pool of the mandate, where a wallet can be chosen. */
export const POOL = 'pool';

/** Whose wallet (prepaid_user); with `withPool` also the mandate's own. */
export function WalletSelect<Values extends FieldValues>({
  mandateId,
  control,
  name,
  label,
  withPool = false,
  refused,
}: {
  readonly mandateId: string;
  readonly control: Control<Values>;
  readonly name: FieldPath<Values>;
  readonly label: ReactNode;
  readonly withPool?: boolean;
  readonly refused?: string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const owners = useQuery(walletOwnersQuery(mandateId));
  if (owners.isPending) return <Skeleton className="h-16 w-full" />;
  if (owners.data === undefined)
    return <ProblemBlock error={owners.error} retry={() => void owners.refetch()} />;
  const choices = owners.data.map(({ userId, name: person, email }) => ({
    value: userId as string,
    label: person,
    hint: email,
  }));
  if (choices.length === 0 && !withPool)
    return (
      <p className="text-muted">
        <Trans>This mandate has no users yet.</Trans>
      </p>
    );
  return (
    <Controller
      control={control}
      name={name}
      rules={{ required: t`Choose a wallet.` }}
      render={({ field, fieldState }) => (
        <SelectField
          label={label}
          choices={withPool ? [{ value: POOL, label: t`Pool of the mandate` }, ...choices] : choices}
          value={field.value}
          onChange={field.onChange}
          placeholder={t`Choose a wallet`}
          error={fieldState.error?.message ?? refused}
        />
      )}
    />
  );
}

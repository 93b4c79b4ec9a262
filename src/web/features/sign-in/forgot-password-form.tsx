import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { requestPasswordLink } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';

/** Asks for a link to set a password. The answer is the same whether or not somebody has the address. */
export function ForgotPasswordForm({ onAsked }: { readonly onAsked: (email: string) => void }): ReactElement {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { email: '' } });
  const ask = useMutation({
    mutationFn: ({ email }: { email: string }) => requestPasswordLink(email.trim()),
    onSuccess: (_answer, { email }) => onAsked(email.trim()),
  });
  const isNoAddress = ask.error instanceof ApiProblem && ask.error.path === 'email';
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => ask.mutate(values))}
      className="flex flex-col gap-4"
    >
      <Controller
        control={form.control}
        name="email"
        rules={{ required: t`Enter your e-mail address.` }}
        render={({ field, fieldState }) => (
          <TextField
            {...fieldOf(field)}
            label={<Trans>E-mail address</Trans>}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoFocus
            error={isNoAddress ? t`This is no e-mail address.` : fieldState.error?.message}
          />
        )}
      />
      {ask.error && !isNoAddress && <AuthProblem error={ask.error} onOver={ask.reset} />}
      <Button type="submit" look="primary" isPending={ask.isPending}>
        <Trans>Send the link</Trans>
      </Button>
    </form>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { signInWithPassword } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';
import { PasswordField } from './password-field.tsx';

/** E-mail and password. */
export function PasswordStep({
  onSignedIn,
  onSecondFactor,
}: {
  readonly onSignedIn: () => Promise<void>;
  readonly onSecondFactor: () => void;
}): ReactElement {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { email: '', password: '' } });
  const signIn = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) =>
      signInWithPassword(email.trim(), password),
    onSuccess: ({ secondFactorRequired }) => (secondFactorRequired ? onSecondFactor() : onSignedIn()),
  });
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => signIn.mutate(values))}
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
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="password"
        rules={{ required: t`Enter your password.` }}
        render={({ field, fieldState }) => (
          <PasswordField
            {...fieldOf(field)}
            label={<Trans>Password</Trans>}
            error={fieldState.error?.message}
          />
        )}
      />
      {signIn.error && <AuthProblem error={signIn.error} onOver={signIn.reset} />}
      <Button type="submit" look="primary" isPending={signIn.isPending}>
        <Trans>Sign in</Trans>
      </Button>
      <Link
        to="/forgot-password"
        className="self-start rounded text-accent underline-offset-4 hover:underline"
      >
        <Trans>Forgot your password?</Trans>
      </Link>
    </form>
  );
}

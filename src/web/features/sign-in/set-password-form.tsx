import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { MIN_PASSWORD_LENGTH } from '#kernel/password-length.ts';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button } from '#web/ui/button.tsx';
import { setPassword } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';
import { PasswordField } from './password-field.tsx';

/** The new password of whoever has the link. */
export function SetPasswordForm({
  token,
  onSet,
  onRefused,
}: {
  readonly token: string;
  readonly onSet: () => void;
  readonly onRefused: (error: unknown) => void;
}): ReactElement {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { password: '' } });
  const set = useMutation({
    mutationFn: ({ password }: { password: string }) => setPassword(token, password),
    onSuccess: onSet,
    onError: (error: Error) => onRefused(error),
  });
  const tooShort = t`At least ${MIN_PASSWORD_LENGTH} characters.`;
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => set.mutate(values))}
      className="flex flex-col gap-4"
    >
      <Controller
        control={form.control}
        name="password"
        rules={{ required: tooShort, minLength: { value: MIN_PASSWORD_LENGTH, message: tooShort } }}
        render={({ field, fieldState }) => (
          <PasswordField
            {...fieldOf(field)}
            isNew
            autoFocus
            label={<Trans>New password</Trans>}
            hint={
              <Trans>At least {MIN_PASSWORD_LENGTH} characters. A sentence that only you know is good.</Trans>
            }
            error={fieldState.error?.message}
          />
        )}
      />
      {set.error && <AuthProblem error={set.error} onOver={set.reset} />}
      <Button type="submit" look="primary" isPending={set.isPending}>
        <Trans>Set the password</Trans>
      </Button>
    </form>
  );
}

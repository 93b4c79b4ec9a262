import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { MIN_PASSWORD_LENGTH } from '#kernel/password-length.ts';
import { useMe } from '#web/features/me/use-me.ts';
import { AuthProblem } from '#web/features/sign-in/auth-problem.tsx';
import { PasswordField } from '#web/features/sign-in/password-field.tsx';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { changePassword } from './account-calls.ts';
import { isWrongPassword } from './wrong-password.ts';

const EMPTY = { current: '', next: '' };

/** Another password. Who may have learned the old one is signed out. */
export function PasswordPanel(): ReactElement {
  const { t } = useLingui();
  const { user } = useMe();
  const form = useForm({ defaultValues: EMPTY });
  const change = useMutation({
    mutationFn: ({ current, next }: typeof EMPTY) => changePassword(current, next),
    onSuccess: () => {
      form.reset(EMPTY);
      notify(t`Your password is changed. You are signed out everywhere else.`);
    },
  });
  const isWrong = isWrongPassword(change.error);
  const tooShort = t`At least ${MIN_PASSWORD_LENGTH} characters.`;
  return (
    <Panel
      title={<Trans>Password</Trans>}
      lead={<Trans>A new password signs you out everywhere but here.</Trans>}
    >
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => change.mutate(values))}
        className="flex max-w-sm flex-col gap-4"
      >
        {/* Tells password managers whose password it is. */}
        <input hidden readOnly autoComplete="username" value={user.email ?? ''} />
        <Controller
          control={form.control}
          name="current"
          rules={{ required: t`Enter your present password.` }}
          render={({ field, fieldState }) => (
            <PasswordField
              {...fieldOf(field)}
              label={<Trans>Present password</Trans>}
              error={isWrong ? t`This is not your present password.` : fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={form.control}
          name="next"
          rules={{ required: tooShort, minLength: { value: MIN_PASSWORD_LENGTH, message: tooShort } }}
          render={({ field, fieldState }) => (
            <PasswordField
              {...fieldOf(field)}
              isNew
              label={<Trans>New password</Trans>}
              hint={
                <Trans>
                  At least {MIN_PASSWORD_LENGTH} characters. A sentence that only you know is good.
                </Trans>
              }
              error={fieldState.error?.message}
            />
          )}
        />
        {change.error && !isWrong && <AuthProblem error={change.error} onOver={change.reset} />}
        <Button type="submit" className="self-start" isPending={change.isPending}>
          <Trans>Change the password</Trans>
        </Button>
      </form>
    </Panel>
  );
}

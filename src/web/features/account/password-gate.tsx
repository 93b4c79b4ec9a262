import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { AuthProblem } from '#web/features/sign-in/auth-problem.tsx';
import { PasswordField } from '#web/features/sign-in/password-field.tsx';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button, type ButtonLook } from '#web/ui/button.tsx';
import { isWrongPassword } from './wrong-password.ts';

/** Asks for the present password before something about the sign-in is changed. */
export function PasswordGate<Answer>({
  action,
  look = 'primary',
  act,
  onDone,
  onCancel,
}: {
  /** What the button says. */
  readonly action: ReactNode;
  readonly look?: ButtonLook;
  readonly act: (password: string) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { password: '' } });
  const change = useMutation({
    mutationFn: ({ password }: { password: string }) => act(password),
    onSuccess: onDone,
  });
  const isWrong = isWrongPassword(change.error);
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => change.mutate(values))}
      className="flex flex-col gap-4"
    >
      <Controller
        control={form.control}
        name="password"
        rules={{ required: t`Enter your password.` }}
        render={({ field, fieldState }) => (
          <PasswordField
            {...fieldOf(field)}
            autoFocus
            label={<Trans>Your password</Trans>}
            error={isWrong ? t`This is not your password.` : fieldState.error?.message}
          />
        )}
      />
      {change.error && !isWrong && <AuthProblem error={change.error} onOver={change.reset} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look={look} isPending={change.isPending}>
          {action}
        </Button>
      </div>
    </form>
  );
}

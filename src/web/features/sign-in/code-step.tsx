import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { sendCode, sendRecoveryCode } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';

/** The second factor: the code of an authenticator app, or one of the recovery codes. */
export function CodeStep({
  onSignedIn,
  onBeginAnew,
}: {
  readonly onSignedIn: () => Promise<void>;
  readonly onBeginAnew: (error: unknown) => void;
}): ReactElement {
  const { t } = useLingui();
  const [kind, setKind] = useState<'app' | 'recovery'>('app');
  const form = useForm({ defaultValues: { code: '' } });
  const verify = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      kind === 'app' ? sendCode(code.replace(/\s/g, '')) : sendRecoveryCode(code.trim()),
    onSuccess: onSignedIn,
    onError: (error) => {
      form.resetField('code');
      if (error instanceof ApiProblem && error.code === 'not_signed_in') onBeginAnew(error);
    },
  });
  const change = () => {
    form.reset();
    verify.reset();
    setKind(kind === 'app' ? 'recovery' : 'app');
  };
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => verify.mutate(values))}
      className="flex flex-col gap-4"
    >
      <Controller
        key={kind}
        control={form.control}
        name="code"
        rules={
          kind === 'app'
            ? {
                pattern: { value: /^\s*(\d\s*){6}$/, message: t`The code has six digits.` },
                required: t`Enter the code.`,
              }
            : { required: t`Enter a recovery code.` }
        }
        render={({ field, fieldState }) => (
          <TextField
            {...fieldOf(field)}
            autoFocus
            label={kind === 'app' ? <Trans>Code of six digits</Trans> : <Trans>Recovery code</Trans>}
            hint={
              kind === 'app' ? (
                <Trans>Your authenticator app shows a new one every 30 seconds.</Trans>
              ) : (
                <Trans>One of those that you kept when you set up the second factor. Each works once.</Trans>
              )
            }
            inputMode={kind === 'app' ? 'numeric' : 'text'}
            autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
            spellCheck="false"
            error={fieldState.error?.message}
          />
        )}
      />
      {verify.error && <AuthProblem error={verify.error} onOver={verify.reset} />}
      <Button type="submit" look="primary" isPending={verify.isPending}>
        <Trans>Sign in</Trans>
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="quiet" small className="-ml-2.5" onPress={change}>
          {kind === 'app' ? <Trans>Use a recovery code</Trans> : <Trans>Use the authenticator app</Trans>}
        </Button>
        <Button look="quiet" small className="-mr-2.5" onPress={() => onBeginAnew(undefined)}>
          <Trans>Begin anew</Trans>
        </Button>
      </div>
    </form>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { AuthProblem } from '#web/features/sign-in/auth-problem.tsx';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { confirmSecondFactor } from './account-calls.ts';
import { QrCode } from './qr-code.tsx';
import { groupsOfFour, secretOf } from './totp-secret.ts';

/** The secret for the app, as a picture and as text; and the first code, which proves that the app has it. */
export function ConfirmCodeStep({
  totpUri,
  onConfirmed,
  onCancel,
}: {
  readonly totpUri: string;
  readonly onConfirmed: () => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { code: '' } });
  const confirm = useMutation({
    mutationFn: ({ code }: { code: string }) => confirmSecondFactor(code.replace(/\s/g, '')),
    onSuccess: onConfirmed,
  });
  const secret = secretOf(totpUri);
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => confirm.mutate(values))}
      className="flex flex-col gap-5"
    >
      <div className="grid items-center gap-x-6 gap-y-4 sm:grid-cols-[auto_minmax(0,1fr)]">
        <QrCode text={totpUri} label={t`QR code for the authenticator app`} />
        <div className="flex flex-col gap-2">
          <p>
            <Trans>Scan this with your authenticator app, or enter the secret there:</Trans>
          </p>
          <p className="flex items-center gap-1">
            <code className="min-w-0 select-all break-words rounded-lg bg-sunken px-2 py-1 text-sm">
              {groupsOfFour(secret)}
            </code>
            <CopyButton text={secret} label={t`Copy the secret`} />
          </p>
        </div>
      </div>
      <Controller
        control={form.control}
        name="code"
        rules={{
          required: t`Enter the code.`,
          pattern: { value: /^\s*(\d\s*){6}$/, message: t`The code has six digits.` },
        }}
        render={({ field, fieldState }) => (
          <TextField
            {...fieldOf(field)}
            autoFocus
            label={<Trans>The code that the app shows now</Trans>}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={fieldState.error?.message}
          />
        )}
      />
      {confirm.error && <AuthProblem error={confirm.error} onOver={confirm.reset} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" isPending={confirm.isPending}>
          <Trans>Turn on</Trans>
        </Button>
      </div>
    </form>
  );
}

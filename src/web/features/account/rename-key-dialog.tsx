import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useActing } from '#web/features/me/use-acting.ts';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { renameKey } from './key-calls.ts';
import { type MyKey, myKeysQuery } from './my-keys.query.ts';

export function RenameKeyDialog({
  apiKey,
  onClose,
}: {
  readonly apiKey: MyKey;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { name: apiKey.name } });
  const rename = useMutation({
    mutationFn: ({ name }: { name: string }) => renameKey(mandate.id, apiKey.id, name.trim()),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: myKeysQuery(mandate.id).queryKey });
      onClose();
    },
  });
  return (
    <DialogFrame title={<Trans>Rename the key</Trans>} isOpen onClose={onClose}>
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => rename.mutate(values))}
        className="flex flex-col gap-4"
      >
        <Controller
          control={form.control}
          name="name"
          rules={{ validate: (name) => name.trim() !== '' || t`Enter a name.` }}
          render={({ field, fieldState }) => (
            <TextField
              {...fieldOf(field)}
              autoFocus
              label={<Trans>Name</Trans>}
              maxLength={200}
              error={fieldState.error?.message}
            />
          )}
        />
        {rename.error && <ProblemBlock error={rename.error} />}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" isPending={rename.isPending}>
            <Trans>Rename</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

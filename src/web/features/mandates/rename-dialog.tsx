import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { useMandateChange } from './mandate-change.ts';
import type { MandateDetail } from './mandate-detail.query.ts';

export function RenameDialog({
  mandate,
  onClose,
}: {
  readonly mandate: MandateDetail;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { name: mandate.name } });
  const change = useMandateChange(mandate.id, ({ name }) => {
    notify(t`The mandate is now called ${name}.`);
    onClose();
  });
  const refused = fieldProblem(change.error, 'name');
  return (
    <DialogFrame title={<Trans>Rename the mandate</Trans>} isOpen onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) =>
          void form.handleSubmit(({ name }) => change.mutate({ name: name.trim() }))(event)
        }
      >
        <FormText
          control={form.control}
          name="name"
          label={<Trans>Name</Trans>}
          maxLength={200}
          autoFocus
          rules={{ validate: (typed: string) => typed.trim() !== '' || t`Enter a name.` }}
          refused={refused}
        />
        {change.isError && refused === undefined && <ProblemBlock error={change.error} />}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" isPending={change.isPending}>
            <Trans>Rename</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

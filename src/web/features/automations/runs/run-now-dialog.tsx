import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useRef, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { runNow } from '../calls/automation-calls.ts';
import type { Automation, Variable } from '../model/automation-types.ts';
import { ValueField } from '../value-field.tsx';

type Values = Readonly<Record<string, string>>;

/** Runs it once: asks for what the prompt has places for, and says what a run usually costs. */
export function RunNowDialog({
  automation,
  onStarted,
  onClose,
}: {
  readonly automation: Automation;
  readonly onStarted: (runId: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  // The same values again are one run, also where the first answer was lost.
  const key = useRef(crypto.randomUUID());
  const { variables, cost } = automation;
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(variables.map(({ name, default: value }) => [name, value ?? ''])),
  );
  const [isTried, setIsTried] = useState(false);
  const run = useMutation({
    mutationFn: () => runNow(mandate.id, automation.id, values, key.current),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['automation-runs', mandate.id] });
      onStarted(id);
    },
  });
  const set = (name: string, value: string) => {
    key.current = crypto.randomUUID();
    setValues((old) => ({ ...old, [name]: value }));
  };
  const start = () => {
    setIsTried(true);
    if (variables.every((variable) => !isMissing(variable, values))) run.mutate();
  };
  return (
    <DialogFrame title={<Trans>Run now</Trans>} isOpen isImportant onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        {variables.map((variable) => (
          <ValueField
            key={variable.name}
            variable={variable}
            label={variable.label || variable.name}
            isOptional={!variable.isRequired}
            value={values[variable.name] ?? ''}
            onChange={(value) => set(variable.name, value)}
            error={isTried && isMissing(variable, values) ? t`This is needed.` : undefined}
          />
        ))}
        <p className="text-muted">
          {cost.medianChf === null ? (
            <Trans>
              It calls in the name of {automation.owner.name}, and is charged to {mandate.name}.
            </Trans>
          ) : (
            <Trans>
              It calls in the name of {automation.owner.name}, and is charged to {mandate.name}: usually{' '}
              <Money chf={cost.medianChf} />.
            </Trans>
          )}
        </p>
        {run.error && <ProblemBlock error={run.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" isPending={run.isPending}>
            <Trans>Run now</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

function isMissing({ name, isRequired }: Variable, values: Values): boolean {
  return isRequired && (values[name] ?? '').trim() === '';
}

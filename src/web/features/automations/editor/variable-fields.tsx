import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Panel } from '#web/ui/panel.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { SwitchField } from '#web/ui/switch-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { VARIABLE_KINDS } from '../automation-texts.ts';
import type { Variable } from '../model/automation-types.ts';
import { ValueField } from '../value-field.tsx';
import type { TabProps } from './prompt-tab.tsx';

const KINDS = ['line', 'text', 'number', 'choice'] as const;

/** What the prompt has places for: found while it is written, described here. */
export function VariableFields({ draft, change }: TabProps): ReactElement {
  const changeOne = (name: string, changed: Partial<Variable>) =>
    change({
      variables: draft.variables.map((variable) =>
        variable.name === name ? { ...variable, ...changed } : variable,
      ),
    });
  return (
    <Panel
      title={<Trans>Variables</Trans>}
      lead={<Trans>What is asked for when somebody runs it, or what a webhook sends.</Trans>}
    >
      {draft.variables.length === 0 ? (
        <p className="text-muted">
          <Trans>The prompt has no places to fill in.</Trans>
        </p>
      ) : (
        <ul className="flex flex-col gap-6">
          {draft.variables.map((variable) => (
            <li key={variable.name}>
              <OneVariable variable={variable} change={(changed) => changeOne(variable.name, changed)} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function OneVariable({
  variable,
  change,
}: {
  readonly variable: Variable;
  readonly change: (changed: Partial<Variable>) => void;
}): ReactElement {
  const { t } = useLingui();
  const { name, kind, choices } = variable;
  return (
    <fieldset className="flex flex-col gap-3 border-line border-l-2 pl-4">
      <legend className="sr-only">{name}</legend>
      <code className="text-sm">{`{{${name}}}`}</code>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={<Trans>Label</Trans>}
          value={variable.label}
          maxLength={100}
          onChange={(label) => change({ label })}
        />
        <SelectField
          label={<Trans>Kind</Trans>}
          choices={KINDS.map((value) => ({ value, label: t(VARIABLE_KINDS[value]) }))}
          value={kind}
          onChange={(chosen) => change({ kind: chosen, choices: chosen === 'choice' ? choices : [] })}
        />
      </div>
      {kind === 'choice' && (
        <TextField
          label={<Trans>Choices, one on each line</Trans>}
          lines={3}
          value={choices.join('\n')}
          onChange={(text) => change({ choices: text.split('\n').filter((line) => line.trim() !== '') })}
        />
      )}
      <ValueField
        variable={variable}
        isOptional
        label={<Trans>Default</Trans>}
        hint={<Trans>A schedule fills this in.</Trans>}
        value={variable.default ?? ''}
        onChange={(text) => change({ default: text === '' ? null : text })}
      />
      <SwitchField
        label={<Trans>Needed</Trans>}
        isSelected={variable.isRequired}
        onChange={(isRequired) => change({ isRequired })}
      />
    </fieldset>
  );
}

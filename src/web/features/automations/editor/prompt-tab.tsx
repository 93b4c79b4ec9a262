import { Trans } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { Panel } from '#web/ui/panel.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { Draft } from '../model/draft.ts';
import { promptToSee, variablesFor } from '../model/prompt-variables.ts';
import { ValueField } from '../value-field.tsx';
import { VariableFields } from './variable-fields.tsx';

/** Shown as it is written. */
const PLACE = '{{town}}';

export interface TabProps {
  readonly draft: Draft;
  readonly change: (changed: Partial<Draft>) => void;
}

/** What the model is asked: the prompt, what is filled into it, and how that looks. */
export function PromptTab({ draft, change }: TabProps): ReactElement {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Panel title={<Trans>Prompt</Trans>}>
        <div className="flex flex-col gap-4">
          <TextField
            label={<Trans>Name</Trans>}
            value={draft.name}
            onChange={(name) => change({ name })}
            maxLength={120}
            isRequired
          />
          <TextField
            label={<Trans>Prompt</Trans>}
            hint={<Trans>Write {PLACE} where something is to be filled in.</Trans>}
            lines={10}
            value={draft.prompt}
            onChange={(prompt) => change({ prompt, variables: variablesFor(prompt, draft.variables) })}
            isRequired
          />
          <TextField
            label={<Trans>System prompt</Trans>}
            hint={<Trans>How the model is to answer, every time.</Trans>}
            lines={3}
            value={draft.systemPrompt}
            onChange={(systemPrompt) => change({ systemPrompt })}
          />
        </div>
      </Panel>
      <div className="flex flex-col gap-6">
        <VariableFields draft={draft} change={change} />
        {draft.variables.length > 0 && <Preview draft={draft} />}
      </div>
    </div>
  );
}

function Preview({ draft }: Pick<TabProps, 'draft'>): ReactElement {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const filled = Object.fromEntries(
    draft.variables.map(({ name, default: value }) => [name, values[name] ?? value ?? '']),
  );
  return (
    <Panel title={<Trans>How it looks filled in</Trans>}>
      <div className="flex flex-col gap-3">
        {draft.variables.map((variable) => (
          <ValueField
            key={variable.name}
            variable={variable}
            label={variable.label || variable.name}
            isOptional
            value={filled[variable.name] ?? ''}
            onChange={(value) => setValues((old) => ({ ...old, [variable.name]: value }))}
          />
        ))}
        <p className="whitespace-pre-wrap break-words rounded-lg bg-sunken p-3">
          {promptToSee(draft, filled)}
        </p>
      </div>
    </Panel>
  );
}

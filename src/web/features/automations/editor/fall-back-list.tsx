import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { isFound, type ModelEntry } from '#web/features/chat/model/model-entries.ts';
import { priceText } from '#web/features/chat/model/price-text.ts';
import { IconButton } from '#web/ui/icon-button.tsx';
import { SearchChoiceField } from '#web/ui/search-choice-field.tsx';
import type { ChosenModel } from '../model/automation-types.ts';
import type { TabProps } from './prompt-tab.tsx';

const MOST_MODELS = 5;

const keyOf = ({ provider, model }: ChosenModel) => `${provider}/${model}`;

/** The models in the order in which they are asked: moved by buttons, so that a keyboard does it as well. */
export function FallBackList({
  draft,
  change,
  entries,
}: TabProps & { readonly entries: readonly ModelEntry[] }): ReactElement {
  const { t } = useLingui();
  const { models } = draft;
  const isChosen = (entry: ModelEntry) => models.some((model) => keyOf(model) === entry.key);
  const move = (from: number, to: number) => {
    const moved = models[from];
    if (moved) change({ models: models.toSpliced(from, 1).toSpliced(to, 0, moved) });
  };
  const add = (key: string) => {
    const entry = entries.find((one) => one.key === key);
    if (entry) change({ models: [...models, { provider: entry.provider, model: entry.model }] });
  };
  const free = entries.filter((entry) => !isChosen(entry) && isFound(entry, ''));
  return (
    <>
      <ol className="flex flex-col" aria-label={t`Models in their order`}>
        {models.map((model, index) => (
          <li
            key={keyOf(model)}
            className="flex items-center gap-2 border-line border-b py-2 last:border-b-0"
          >
            <span className="figures w-5 text-muted">{index + 1}.</span>
            <ModelWords model={model} entry={entries.find(({ key }) => key === keyOf(model))} />
            <IconButton
              icon={ArrowUp}
              label={t`Ask ${model.model} earlier`}
              isDisabled={index === 0}
              onPress={() => move(index, index - 1)}
            />
            <IconButton
              icon={ArrowDown}
              label={t`Ask ${model.model} later`}
              isDisabled={index === models.length - 1}
              onPress={() => move(index, index + 1)}
            />
            <IconButton
              icon={X}
              label={t`Do not ask ${model.model}`}
              onPress={() => change({ models: models.toSpliced(index, 1) })}
            />
          </li>
        ))}
      </ol>
      {models.length < MOST_MODELS && (
        <SearchChoiceField
          label={models.length === 0 ? t`First model` : t`One more model`}
          placeholder={t`Choose a model`}
          choices={free.map((entry) => ({
            value: entry.key,
            label: entry.model,
            hint: hintOf(
              entry,
              t`${providerName(entry.provider)} · ${priceText(entry.outputChf)} per million tokens out`,
            ),
          }))}
          value={undefined}
          onChange={add}
        />
      )}
    </>
  );
}

function hintOf(entry: ModelEntry, withPrice: string): string {
  return entry.outputChf === undefined ? providerName(entry.provider) : withPrice;
}

function ModelWords({
  model,
  entry,
}: {
  readonly model: ChosenModel;
  readonly entry: ModelEntry | undefined;
}): ReactElement {
  return (
    <span className="min-w-0 flex-1">
      <span className="block break-words font-medium">{model.model}</span>
      <span className="block text-muted text-sm">
        {entry ? (
          providerName(model.provider)
        ) : (
          <Trans>{providerName(model.provider)}: may not be used now, and is passed over</Trans>
        )}
      </span>
    </span>
  );
}

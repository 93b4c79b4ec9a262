import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { countText } from '#kernel/share-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { keepText } from '#web/lib/kept-text.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { FindField } from '#web/ui/find-field.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { chatModelsQuery } from '../calls/chat-models.query.ts';
import { KEPT_FAVOURITES, readKeptModels } from '../model/asking.ts';
import { MOST_COMPARED_MODELS } from '../model/attachment-rules.ts';
import { type ChosenModel, modelKey } from '../model/chat-types.ts';
import { deniedEntries, isFound, type ModelEntry, modelEntries } from '../model/model-entries.ts';
import { DeniedModels } from './denied-models.tsx';
import { ModelRow } from './model-row.tsx';

interface PickerProps {
  readonly chosen: readonly ChosenModel[];
  readonly onChange: (models: readonly ChosenModel[]) => void;
  readonly onClose: () => void;
}

/** Which models answer: one, or up to three side by side; what each costs; and why others may not be used. */
export function ModelPicker(props: PickerProps): ReactElement {
  const { mandate } = useActing();
  const models = useQuery(chatModelsQuery(mandate.id));
  return (
    <DialogFrame title={<Trans>Models</Trans>} isOpen side onClose={props.onClose}>
      {models.data ? (
        <PickerLists entries={modelEntries(models.data)} denied={deniedEntries(models.data)} {...props} />
      ) : models.error ? (
        <ProblemBlock error={models.error} retry={() => void models.refetch()} />
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </DialogFrame>
  );
}

function PickerLists({
  entries,
  denied,
  chosen,
  onChange,
  onClose,
}: PickerProps & {
  readonly entries: readonly ModelEntry[];
  readonly denied: ReturnType<typeof deniedEntries>;
}): ReactElement {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  const [favourites, changeFavourite] = useFavourites();
  const keys = new Set(chosen.map(modelKey));
  // The same for every model.
  const typical = entries.find((entry) => entry.typical !== null)?.typical;
  const found = entries.filter((entry) => isFound(entry, search));
  const choose = (entry: ModelEntry, isChosen: boolean) => {
    const others = chosen.filter((model) => modelKey(model) !== entry.key);
    onChange(isChosen ? [...others, { provider: entry.provider, model: entry.model }] : others);
  };
  const row = (entry: ModelEntry) => (
    <ModelRow
      key={entry.key}
      entry={entry}
      isChosen={keys.has(entry.key)}
      isFull={keys.size >= MOST_COMPARED_MODELS}
      onChoose={(isChosen) => choose(entry, isChosen)}
      isFavourite={favourites.includes(entry.key)}
      onFavourite={() => changeFavourite(entry.key)}
    />
  );
  const starred = found.filter(({ key }) => favourites.includes(key));
  const byProvider = Map.groupBy(
    found.filter(({ key }) => !favourites.includes(key)),
    ({ provider }) => provider,
  );
  return (
    <div className="flex flex-col gap-5">
      <FindField label={t`Find a model`} value={search} onChange={setSearch} />
      <div className="text-muted text-sm">
        <p role="status">
          <Plural value={keys.size} one="# model answers." other="# models answer side by side." />{' '}
          <Trans>Up to {MOST_COMPARED_MODELS} can be compared.</Trans>
        </p>
        {typical && (
          <p>
            <Trans>
              A typical message: {countText(typical.inputTokens)} tokens in, {countText(typical.outputTokens)}{' '}
              out.
            </Trans>
          </p>
        )}
      </div>
      {starred.length > 0 && <ModelGroup title={t`Favourites`}>{starred.map(row)}</ModelGroup>}
      {[...byProvider].map(([provider, models]) => (
        <ModelGroup key={provider} title={providerName(provider)}>
          {models.map(row)}
        </ModelGroup>
      ))}
      {found.length === 0 && (
        <p className="text-muted">
          <Trans>Nothing found</Trans>
        </p>
      )}
      <DeniedModels denied={denied.filter((entry) => isFound(entry, search))} icon={Lock} />
      <div className="sticky bottom-0 -mx-5 -mb-5 flex justify-end border-line border-t bg-raised px-5 py-3 sm:-mx-6 sm:-mb-6 sm:px-6">
        <Button look="primary" onPress={onClose} isDisabled={keys.size === 0}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </div>
  );
}

function ModelGroup({
  title,
  children,
}: {
  readonly title: string;
  readonly children: readonly ReactElement[];
}): ReactElement {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium text-muted text-sm">{title}</h3>
      <ul className="flex flex-col">{children}</ul>
    </section>
  );
}

/** This browser's. */
function useFavourites(): readonly [readonly string[], (key: string) => void] {
  const [favourites, setFavourites] = useState(() => readKeptModels(KEPT_FAVOURITES));
  const change = (key: string) => {
    const changed = favourites.includes(key)
      ? favourites.filter((other) => other !== key)
      : [...favourites, key];
    setFavourites(changed);
    keepText(KEPT_FAVOURITES, changed.length === 0 ? undefined : changed.join('\n'));
  };
  return [favourites, change];
}

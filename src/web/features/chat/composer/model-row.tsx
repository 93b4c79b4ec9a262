import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Star } from 'lucide-react';
import type { ReactElement } from 'react';
import { Checkbox, ToggleButton } from 'react-aria-components';
import { Money } from '#web/ui/money.tsx';
import type { ModelEntry } from '../model/model-entries.ts';
import { priceText } from '../model/price-text.ts';

/** One model to choose, with what it costs. `isFull`: so many are chosen that no further one can be. */
export function ModelRow(props: {
  readonly entry: ModelEntry;
  readonly isChosen: boolean;
  readonly isFull: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly isFavourite: boolean;
  readonly onFavourite: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { entry, isChosen, isFavourite } = props;
  return (
    <li className="flex items-start gap-1 border-line border-b last:border-b-0">
      <Checkbox
        isSelected={isChosen}
        onChange={props.onChoose}
        isDisabled={props.isFull && !isChosen}
        className="group flex min-w-0 flex-1 cursor-pointer items-start gap-3 rounded-lg px-1 py-2 data-disabled:cursor-not-allowed data-disabled:opacity-60 data-focus-visible:outline-none"
      >
        <span className="mt-0.5 inline-flex size-5 shrink-0 items-center justify-center rounded-md border border-line-strong bg-surface group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2 group-data-selected:border-accent group-data-selected:bg-accent group-data-selected:text-on-accent">
          <Check aria-hidden className="invisible size-4 group-data-selected:visible" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block break-words font-medium">{entry.model}</span>
          <Prices entry={entry} />
        </span>
      </Checkbox>
      <ToggleButton
        aria-label={t`Favourite: ${entry.model}`}
        isSelected={isFavourite}
        onChange={props.onFavourite}
        className="mt-1 inline-flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink data-selected:text-warn"
      >
        <Star aria-hidden className={`size-[1.15rem] ${isFavourite ? 'fill-current' : ''}`} />
      </ToggleButton>
    </li>
  );
}

function Prices({ entry }: { readonly entry: ModelEntry }): ReactElement {
  const { inputChf, outputChf, typical } = entry;
  const [input, output] = [priceText(inputChf), priceText(outputChf)];
  return (
    <>
      <span className="figures block text-muted text-sm">
        <Trans>
          {input} in, {output} out per million tokens
        </Trans>
      </span>
      {typical && (
        <span className="figures block text-muted text-sm">
          <Trans>
            <Money chf={typical.chf} /> for a typical message
          </Trans>
        </span>
      )}
    </>
  );
}

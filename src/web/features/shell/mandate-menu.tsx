import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Search } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { Autocomplete, Input, Menu, MenuItem, SearchField } from 'react-aria-components';
import { useActing } from '#web/features/me/use-acting.ts';
import { useMandateHref } from '#web/features/me/use-mandate-href.ts';
import { useMandateChoices } from './use-mandate-choices.ts';

const FEW = 6;

/** The mandates to choose from, with a search where they are many. */
export function MandateMenu(): ReactElement {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const { choices, hasMore, isSearchable } = useMandateChoices(text);
  const list = <MandateList choices={choices} />;
  if (!isSearchable && choices.length <= FEW) return list;
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label={t`Search mandates`} autoFocus className="relative border-line border-b p-1.5">
        <Search aria-hidden className="absolute top-4 left-4 size-4 text-muted" />
        <Input
          placeholder={t`Search mandates`}
          className="min-h-9 w-full rounded-lg bg-surface py-1.5 pr-3 pl-9 [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      {list}
      {hasMore && (
        <p className="border-line border-t px-3 py-2 text-muted text-sm">
          <Trans>There are more: type a part of the name.</Trans>
        </p>
      )}
    </Autocomplete>
  );
}

function MandateList({
  choices,
}: {
  readonly choices: ReturnType<typeof useMandateChoices>['choices'];
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const hrefOf = useMandateHref();
  return (
    <Menu
      aria-label={t`Mandates`}
      items={choices}
      className="max-h-80 overflow-y-auto p-1"
      renderEmptyState={() => (
        <p className="px-3 py-6 text-center text-muted">
          <Trans>No mandate has this in its name.</Trans>
        </p>
      )}
    >
      {(choice) => (
        <MenuItem
          id={choice.id}
          href={hrefOf(choice.id)}
          textValue={choice.name}
          className="-outline-offset-2 flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 data-focused:bg-accent-soft"
        >
          <Check
            aria-hidden
            className={`size-4 shrink-0 text-accent ${choice.id === mandate.id ? '' : 'invisible'}`}
          />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{choice.name}</span>
            {choice.isVisit && (
              <span className="block text-muted text-xs">
                <Trans>as the operator</Trans>
              </span>
            )}
          </span>
          {choice.id === mandate.id && (
            <span className="sr-only">
              <Trans>now</Trans>
            </span>
          )}
        </MenuItem>
      )}
    </Menu>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Search } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import {
  Autocomplete,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Popover,
  SearchField,
} from 'react-aria-components';
import { operatorMandate } from '#web/features/me/acting-mandate.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { useMandateHref } from '#web/features/me/use-mandate-href.ts';
import { ScrollBox } from '#web/ui/scroll-box.tsx';
import type { LateMenuProps } from './late-menu.tsx';
import { type MandateChoice, useMandateChoices } from './use-mandate-choices.ts';

/** So many are found at a glance. */
const FEW = 6;

/** The mandates to choose from, with a search where they are many. */
export function MandateMenu({ triggerRef, onClose }: LateMenuProps): ReactElement {
  const { t } = useLingui();
  const { me } = useActing();
  const isLong = me.mandates.length > FEW || operatorMandate(me) !== undefined;
  return (
    <Popover
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="bottom start"
      aria-label={t`Mandates`}
      className="w-80 max-w-[calc(100vw-1.5rem)] overflow-hidden rounded-xl border border-line bg-raised shadow-float"
    >
      {isLong ? <SearchableList onClose={onClose} /> : <WholeList onClose={onClose} />}
    </Popover>
  );
}

function WholeList({ onClose }: { readonly onClose: () => void }): ReactElement {
  return <MandateList choices={useMandateChoices('').choices} onClose={onClose} isFocused />;
}

function SearchableList({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const { choices, hasMore } = useMandateChoices(text);
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label={t`Search mandates`} autoFocus className="relative border-line border-b">
        <Search aria-hidden className="absolute top-3 left-3.5 size-4 text-muted" />
        <Input
          placeholder={t`Search mandates`}
          className="min-h-10 w-full bg-raised py-1.5 pr-3 pl-10 outline-none focus:shadow-[inset_0_-2px_0_var(--accent)] [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      <MandateList choices={choices} onClose={onClose} />
      {hasMore && (
        <p className="border-line border-t px-3.5 py-2 text-muted text-sm">
          <Trans>There are more: type a part of the name.</Trans>
        </p>
      )}
    </Autocomplete>
  );
}

function MandateList({
  choices,
  onClose,
  isFocused = false,
}: {
  readonly choices: readonly MandateChoice[];
  readonly onClose: () => void;
  readonly isFocused?: boolean;
}): ReactElement {
  const { t } = useLingui();
  const own = choices.filter(({ isVisit }) => !isVisit);
  const visits = choices.filter(({ isVisit }) => isVisit);
  return (
    <ScrollBox label={t`Mandates`} className="max-h-96">
      <Menu
        aria-label={t`Mandates`}
        onClose={onClose}
        {...(isFocused && { autoFocus: 'first' as const })}
        className="p-1"
        renderEmptyState={() => (
          <p className="px-3 py-6 text-center text-muted">
            <Trans>No mandate has this in its name.</Trans>
          </p>
        )}
      >
        {own.length > 0 && <MandateSection title={t`Yours`} choices={own} />}
        {visits.length > 0 && <MandateSection title={t`As the operator`} choices={visits} />}
      </Menu>
    </ScrollBox>
  );
}

function MandateSection({
  title,
  choices,
}: {
  readonly title: string;
  readonly choices: readonly MandateChoice[];
}): ReactElement {
  return (
    <MenuSection className="pb-1">
      <Header className="px-2.5 pt-1.5 pb-1 font-medium text-muted text-xs">{title}</Header>
      {choices.map((choice) => (
        <MandateItem key={choice.id} choice={choice} />
      ))}
    </MenuSection>
  );
}

function MandateItem({ choice }: { readonly choice: MandateChoice }): ReactElement {
  const { mandate } = useActing();
  const hrefOf = useMandateHref();
  const isPresent = choice.id === mandate.id;
  return (
    <MenuItem
      id={choice.id}
      href={hrefOf(choice.id)}
      textValue={choice.name}
      className="-outline-offset-2 flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 data-focused:bg-accent-soft"
    >
      <Check aria-hidden className={`size-4 shrink-0 text-accent ${isPresent ? '' : 'invisible'}`} />
      <span className={`min-w-0 flex-1 truncate ${isPresent ? 'font-medium' : ''}`}>{choice.name}</span>
      {isPresent && (
        <span className="text-muted text-sm">
          <Trans>now</Trans>
        </span>
      )}
    </MenuItem>
  );
}

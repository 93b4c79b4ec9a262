import { Trans, useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  type Key,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { ScrollBox } from '#web/ui/scroll-box.tsx';
import type { ShellDialogProps } from '../shell-dialogs.tsx';
import type { PaletteCommand } from './palette-command.ts';
import { usePaletteGroups } from './use-palette-groups.ts';

/** Leads to every page, mandate and booking by a few letters, and does what the menus do. */
export function CommandPalette({ onClose, onOpen }: ShellDialogProps): ReactElement {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const groups = usePaletteGroups(text, onOpen);
  const act = (key: Key) => {
    const command = groups.flatMap(({ commands }) => commands).find(({ id }) => id === key);
    onClose();
    command?.act();
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="fixed inset-0 z-40 flex items-start justify-center bg-veil p-3 pt-[12vh]"
    >
      <Modal className="w-full max-w-xl overflow-hidden rounded-2xl border border-line bg-raised shadow-float">
        <Dialog aria-label={t`Search and commands`} className="flex max-h-[70dvh] flex-col outline-none">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField
              aria-label={t`Search and commands`}
              autoFocus
              className="relative border-line border-b"
            >
              <Search aria-hidden className="absolute top-4 left-4 size-5 text-muted" />
              <Input
                placeholder={t`A page, a mandate, a booking’s id, or what to do`}
                className="w-full bg-raised py-3.5 outline-none pr-4 pl-12 [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <ScrollBox label={t`Results`} className="min-h-0 flex-1">
              <Menu
                aria-label={t`Results`}
                items={groups}
                onAction={act}
                className="p-2"
                renderEmptyState={() => (
                  <p className="px-3 py-8 text-center text-muted">
                    <Trans>Nothing found. Bookings are found by their id (txn_… or req_…).</Trans>
                  </p>
                )}
              >
                {(group) => (
                  <MenuSection id={group.id} className="pb-2">
                    <Header className="px-2.5 py-1.5 font-medium text-muted text-xs">{group.title}</Header>
                    {group.commands.map((command) => (
                      <CommandItem key={command.id} command={command} />
                    ))}
                  </MenuSection>
                )}
              </Menu>
            </ScrollBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function CommandItem({ command }: { readonly command: PaletteCommand }): ReactElement {
  const { icon: Icon } = command;
  return (
    <MenuItem
      id={command.id}
      textValue={command.text}
      className="-outline-offset-2 flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-2.5 py-1.5 data-focused:bg-accent-soft"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{command.text}</span>
      {command.hint !== undefined && <span className="text-muted text-sm">{command.hint}</span>}
    </MenuItem>
  );
}

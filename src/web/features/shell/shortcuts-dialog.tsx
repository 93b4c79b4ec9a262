import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import type { ShellDialogProps } from './shell-dialogs.tsx';
import { paletteKeys } from './shortcut-keys.ts';

/** What the keyboard can do everywhere. */
export function ShortcutsDialog({ onClose }: ShellDialogProps): ReactElement {
  return (
    <DialogFrame title={<Trans>Keyboard shortcuts</Trans>} isOpen onClose={onClose}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-5 gap-y-3">
        <Shortcut keys={paletteKeys()}>
          <Trans>Search pages, mandates and bookings, or do something</Trans>
        </Shortcut>
        <Shortcut keys="Tab">
          <Trans>
            Go on to the next field, button or link; with Shift back. The first stop skips the navigation.
          </Trans>
        </Shortcut>
        <Shortcut keys="↑ ↓">
          <Trans>Move in menus, lists and tables</Trans>
        </Shortcut>
        <Shortcut keys="Enter">
          <Trans>Send the form, follow the link, choose the entry</Trans>
        </Shortcut>
        <Shortcut keys="Esc">
          <Trans>Close the menu, dialog or drawer</Trans>
        </Shortcut>
      </dl>
    </DialogFrame>
  );
}

function Shortcut({ keys, children }: { readonly keys: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt>
        <kbd className="whitespace-nowrap rounded-md border border-line-strong bg-sunken px-1.5 py-0.5 text-sm">
          {keys}
        </kbd>
      </dt>
      <dd>{children}</dd>
    </>
  );
}

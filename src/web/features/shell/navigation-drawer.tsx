import { useLingui } from '@lingui/react/macro';
import { useLocation } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { type ReactElement, useEffect, useRef } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from '#web/ui/icon-button.tsx';
import { NavigationList } from './navigation-list.tsx';
import type { ShellDialogProps } from './shell-dialogs.tsx';
import { Wordmark } from './wordmark.tsx';

/** The navigation where there is no room beside the page. A link that is followed closes it. */
export function NavigationDrawer({ onClose }: ShellDialogProps): ReactElement {
  const { t } = useLingui();
  const href = useLocation({ select: (location) => location.href });
  const opened = useRef(href);
  useEffect(() => {
    if (href !== opened.current) onClose();
  }, [href, onClose]);
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="fixed inset-0 z-40 bg-veil"
    >
      <Modal className="fixed inset-y-0 left-0 w-72 max-w-[85vw] overflow-y-auto border-line border-r bg-surface shadow-float">
        <Dialog aria-label={t`Navigation`} className="flex flex-col gap-6 px-3 py-4 outline-none">
          <div className="flex items-center justify-between">
            <Wordmark />
            <IconButton icon={X} label={t`Close`} onPress={onClose} />
          </div>
          <NavigationList id="drawer" />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

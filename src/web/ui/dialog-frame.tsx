import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from './icon-button.tsx';

/**
 * A dialog over the page: in the middle, or (`side`) a drawer at the right edge. Escape, the cross and, unless
 * `isImportant`, a press beside it close it. The focus goes back to where it came from.
 */
export function DialogFrame(props: {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly side?: boolean;
  readonly wide?: boolean;
  readonly isImportant?: boolean;
  /** Beside the cross: copy link, for example. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useLingui();
  const place = props.side
    ? `fixed inset-y-0 right-0 w-full overflow-y-auto border-line border-l ${props.wide ? 'max-w-3xl' : 'max-w-xl'}`
    : `max-h-[92dvh] w-full overflow-y-auto rounded-2xl ${props.wide ? 'max-w-3xl' : 'max-w-lg'}`;
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      isDismissable={!props.isImportant}
      className="fixed inset-0 z-40 flex items-center justify-center bg-veil p-3"
    >
      <Modal className={`bg-raised shadow-float ${place}`}>
        <Dialog className="p-5 outline-none sm:p-6">
          <div className="mb-4 flex items-start justify-between gap-3">
            <Heading slot="title" className="min-w-0 font-semibold text-lg leading-snug">
              {props.title}
            </Heading>
            <div className="-mt-1 -mr-1 flex shrink-0 items-center gap-1">
              {props.actions}
              <IconButton icon={X} label={t`Close`} onPress={props.onClose} />
            </div>
          </div>
          {props.children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

import { useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { Button, type ButtonLook } from './button.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { ProblemBlock } from './problem-block.tsx';

/** Asks before something is done that is not easily undone. Says what stops and what stays; the button names the deed. */
export function ConfirmDialog(props: {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** A verb: `Revoke`, `Remove`. */
  readonly action: ReactNode;
  readonly look?: ButtonLook;
  readonly onConfirm: () => void;
  readonly isPending?: boolean;
  readonly error?: unknown;
}): ReactElement {
  const { t } = useLingui();
  return (
    <DialogFrame title={props.title} isOpen={props.isOpen} onClose={props.onClose} isImportant>
      <div className="flex flex-col gap-4">
        <div>{props.children}</div>
        {props.error !== undefined && props.error !== null && <ProblemBlock error={props.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={props.onClose}>{t`Cancel`}</Button>
          <Button
            look={props.look ?? 'danger'}
            onPress={props.onConfirm}
            isPending={props.isPending ?? false}
          >
            {props.action}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}

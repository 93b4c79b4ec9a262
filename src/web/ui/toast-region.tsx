import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import {
  Button,
  UNSTABLE_ToastRegion as Region,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
} from 'react-aria-components';
import { notices } from '#web/lib/notices.ts';

/** Where short notices appear: at the foot, read out, never in the way of the keyboard. */
export function ToastRegion(): ReactElement {
  const { t } = useLingui();
  return (
    <Region
      queue={notices}
      className="fixed inset-x-3 bottom-3 z-50 flex flex-col items-center gap-2 outline-none"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex max-w-md items-center gap-3 rounded-xl bg-ink px-4 py-2.5 text-page shadow-float"
        >
          <ToastContent className="min-w-0 flex-1">{toast.content.text}</ToastContent>
          {toast.content.undo && (
            <Button
              onPress={toast.content.undo}
              className="min-h-6 cursor-pointer rounded px-1.5 font-semibold underline underline-offset-4"
            >
              {t`Undo`}
            </Button>
          )}
          <Button slot="close" aria-label={t`Close`} className="cursor-pointer rounded p-1">
            <X aria-hidden className="size-4" />
          </Button>
        </Toast>
      )}
    </Region>
  );
}

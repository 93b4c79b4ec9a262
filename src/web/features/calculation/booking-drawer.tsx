import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactElement, useEffect } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { TYPE_TEXTS } from '#web/features/transactions/booking-type-text.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { BookingExplained } from './booking-explained.tsx';
import { explanationQuery } from './explanation.query.ts';

interface DrawerProps {
  readonly id: string;
  /** In the list behind; undefined where that does not show it. */
  readonly neighbours: { readonly newer: string | undefined; readonly older: string | undefined };
  readonly onStep: (id: string) => void;
  readonly onClose: () => void;
}

/** One booking with its arithmetic, over the list; the arrow keys left and right go to the one before and after. */
export function BookingDrawer({ id, neighbours, onStep, onClose }: DrawerProps): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const explanation = useQuery(explanationQuery(mandate.id, id));
  const { newer, older } = neighbours;
  useStepKeys(newer, older, onStep);
  const booking = explanation.data?.transaction;
  return (
    <DialogFrame
      side
      isOpen
      onClose={onClose}
      title={booking ? t(TYPE_TEXTS[booking.type]) : t`Booking`}
      actions={
        <>
          <IconButton
            icon={ChevronUp}
            label={t`Newer booking (←)`}
            isDisabled={newer === undefined}
            onPress={() => newer !== undefined && onStep(newer)}
          />
          <IconButton
            icon={ChevronDown}
            label={t`Older booking (→)`}
            isDisabled={older === undefined}
            onPress={() => older !== undefined && onStep(older)}
          />
          <CopyLinkButton />
        </>
      }
    >
      <BookingExplained
        id={id}
        mandateName={mandate.name}
        explanation={explanation.data}
        error={explanation.error}
        retry={() => void explanation.refetch()}
      />
    </DialogFrame>
  );
}

/** On the document: whatever in the drawer has the focus. */
function useStepKeys(
  newer: string | undefined,
  older: string | undefined,
  onStep: (id: string) => void,
): void {
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const target = { ArrowLeft: newer, ArrowRight: older }[event.key];
      if (target !== undefined) onStep(target);
    };
    document.addEventListener('keydown', step);
    return () => document.removeEventListener('keydown', step);
  }, [newer, older, onStep]);
}

import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { ReceiptText } from 'lucide-react';
import { useActing } from '#web/features/me/use-acting.ts';
import { bookingIdIn } from './booking-id.ts';
import type { PaletteCommand } from './palette-command.ts';

/** The bookings of an id that was pasted. */
export function useBookingCommands(text: string): readonly PaletteCommand[] {
  const { t } = useLingui();
  const router = useRouter();
  const { mandate } = useActing();
  const id = bookingIdIn(text);
  if (id === undefined) return [];
  const href = `/billing/transactions?${new URLSearchParams({ mandate: mandate.id, q: id })}`;
  return [
    {
      id: 'booking',
      text: t`Find booking ${id}`,
      icon: ReceiptText,
      act: () => void router.navigate({ href }),
    },
  ];
}

import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { ReceiptText } from 'lucide-react';
import { useActing } from '#web/features/me/use-acting.ts';
import { bookingIdIn } from './booking-id.ts';
import type { PaletteCommand } from './palette-command.ts';

/** A booking whose id was pasted, or those of a request. */
export function useBookingCommands(text: string): readonly PaletteCommand[] {
  const { t } = useLingui();
  const router = useRouter();
  const { mandate } = useActing();
  const id = bookingIdIn(text);
  if (id === undefined) return [];
  const isBooking = id.startsWith('txn_');
  const query = new URLSearchParams({ mandate: mandate.id, ...(isBooking ? {} : { q: id }) });
  const href = `/billing/transactions${isBooking ? `/${id}` : ''}?${query}`;
  return [
    {
      id: 'booking',
      text: isBooking ? t`Open booking ${id}` : t`Bookings of request ${id}`,
      icon: ReceiptText,
      act: () => void router.navigate({ href }),
    },
  ];
}

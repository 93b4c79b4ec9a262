import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { addressQuery } from '#web/features/address/address.query.ts';
import { AddressForm } from '#web/features/address/address-form.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** The address on the invoices of a mandate. */
export function AddressPage(): ReactElement {
  const { mandate } = useActing();
  const address = useQuery(addressQuery(mandate.id));
  if (address.data !== undefined) return <AddressForm read={address.data} />;
  if (address.error) return <ProblemBlock error={address.error} retry={() => void address.refetch()} />;
  return (
    <div className="grid max-w-5xl gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Skeleton className="h-[44rem] w-full rounded-2xl" />
      <Skeleton className="h-56 w-full rounded-2xl" />
    </div>
  );
}

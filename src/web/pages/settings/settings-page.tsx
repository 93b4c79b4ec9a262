import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { PaymentTermPanel } from '#web/features/invoice-terms/payment-term-panel.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { settingsQuery } from '#web/features/settings/settings.query.ts';
import { SettingsForm } from '#web/features/settings/settings-form.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** Terms, warnings, recipients, report and language of a mandate. */
export function SettingsPage(): ReactElement {
  const { mandate, may } = useActing();
  const settings = useQuery(settingsQuery(mandate.id));
  if (settings.data) {
    const { billingModel } = settings.data.terms;
    return (
      <div className="flex flex-col gap-10">
        <SettingsForm read={settings.data} />
        {billingModel === 'postpaid' && may('resource.billing.terms') && (
          <PaymentTermPanel key={mandate.id} mandateId={mandate.id} />
        )}
      </div>
    );
  }
  if (settings.error) return <ProblemBlock error={settings.error} retry={() => void settings.refetch()} />;
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <Skeleton className="h-64 w-full rounded-2xl" />
      <Skeleton className="h-96 w-full rounded-2xl" />
    </div>
  );
}

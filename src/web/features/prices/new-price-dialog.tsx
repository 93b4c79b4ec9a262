import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { dayText } from '#kernel/day-text.ts';
import { notify } from '#web/lib/notices.ts';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { ChangeEffect } from '../price-effect/change-effect.tsx';
import { ConfirmUntil } from '../price-effect/confirm-until.tsx';
import { tomorrowUtc } from '../price-effect/tomorrow.ts';
import { WarningList } from '../price-effect/warning-list.tsx';
import { ShownHeading } from '../two-steps/shown-heading.tsx';
import { StepButtons } from '../two-steps/step-buttons.tsx';
import { useTwoSteps } from '../two-steps/use-two-steps.ts';
import {
  currentPricesQuery,
  type PriceBody,
  type PriceChange,
  type PriceVersion,
  priceVersionsQuery,
} from './price.query.ts';
import { bodyOfDraft, draftOf } from './price-draft.ts';
import { PriceForm } from './price-form.tsx';
import { PriceTerms } from './price-terms.tsx';
import type { ModelName } from './prices-search.ts';
import { sendPrice } from './send-price.ts';
import { useWarningText } from './use-warning-text.ts';

interface NewPriceDialogProps {
  /** Undefined: the first price of a model. */
  readonly of: ModelName | undefined;
  readonly onClose: () => void;
  readonly onWritten: (model: ModelName) => void;
}

/** A new version of a price: the form, its effect on last month, and, confirmed, the version. */
export function NewPriceDialog(props: NewPriceDialogProps): ReactElement {
  const name = props.of?.model ?? '';
  const title = props.of ? <Trans>New price of {name}</Trans> : <Trans>First price of a model</Trans>;
  return (
    <DialogFrame title={title} isOpen wide isImportant onClose={props.onClose}>
      {props.of ? <FollowingPrice {...props} of={props.of} /> : <Steps {...props} before={undefined} />}
    </DialogFrame>
  );
}

/** Begins with the newest version, which a new one follows. */
function FollowingPrice(props: NewPriceDialogProps & { readonly of: ModelName }): ReactElement {
  const versions = useQuery(priceVersionsQuery(props.of));
  if (versions.isPending) return <Skeleton className="h-[80dvh] w-full" />;
  if (versions.data === undefined)
    return <ProblemBlock error={versions.error} retry={() => void versions.refetch()} />;
  return <Steps {...props} before={versions.data[0]} />;
}

function Steps({
  of,
  before,
  onWritten,
}: NewPriceDialogProps & { readonly before: PriceVersion | undefined }): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const current = useQuery(currentPricesQuery);
  const form = useForm({ defaultValues: { ...draftOf(before, tomorrowUtc()), ...of } });
  const steps = useTwoSteps<PriceBody, PriceChange>({
    send: sendPrice,
    onDone: ({ price }) => {
      const day = dayText(price.validFrom.slice(0, 10));
      const { model } = price;
      notify(t`The price of ${model} is written. It holds from ${day}.`);
      void queryClient.invalidateQueries({ queryKey: ['prices'] });
      onWritten(price);
    },
  });
  if (steps.shown) return <Shown change={steps.shown} steps={steps} />;
  const providers = [...new Set(current.data?.map(({ provider }) => provider))];
  return (
    <PriceForm
      form={form}
      isNewModel={before === undefined && of === undefined}
      providers={providers}
      problem={steps.problem}
      isPending={steps.isShowing}
      onSubmit={(draft) => steps.show(bodyOfDraft(draft))}
    />
  );
}

function Shown({
  change,
  steps,
}: {
  readonly change: PriceChange;
  readonly steps: Parameters<typeof StepButtons>[0]['steps'];
}): ReactElement {
  const warningText = useWarningText();
  const day = dayText(change.price.validFrom.slice(0, 10));
  return (
    <div className="flex flex-col gap-5">
      <ShownHeading>
        <Trans>From {day} on</Trans>
      </ShownHeading>
      <WarningList lines={change.warnings.map(warningText)} />
      <PriceTerms price={change.price} />
      {change.effect && <ChangeEffect effect={change.effect} />}
      <ConfirmUntil until={change.confirmUntil} />
      <StepButtons steps={steps} confirmText={<Trans>Write this price</Trans>} />
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { useMandateChange } from './mandate-change.ts';
import type { MandateDetail } from './mandate-detail.query.ts';

interface StatusDialogProps {
  readonly mandate: MandateDetail;
  readonly onClose: () => void;
}

export function SuspendDialog({ mandate, onClose }: StatusDialogProps): ReactElement {
  const { t } = useLingui();
  const { name } = mandate;
  return (
    <StatusQuestion
      mandate={mandate}
      onClose={onClose}
      to="suspended"
      title={<Trans>Suspend {name}?</Trans>}
      done={t`${name} is suspended.`}
      button={<Trans>Suspend</Trans>}
    >
      <Trans>
        New calls are refused at once; what is running is settled. The balance stays, and you can activate the
        mandate again.
      </Trans>
    </StatusQuestion>
  );
}

export function ActivateDialog({ mandate, onClose }: StatusDialogProps): ReactElement {
  const { t } = useLingui();
  const { name } = mandate;
  return (
    <StatusQuestion
      mandate={mandate}
      onClose={onClose}
      to="active"
      title={<Trans>Activate {name}?</Trans>}
      done={t`${name} is active again.`}
      button={<Trans>Activate</Trans>}
    >
      <Trans>Its users and keys can make calls again at once, as far as the balance goes.</Trans>
    </StatusQuestion>
  );
}

/** The balance that is left is part of what is sent: if another one is left by then, the server refuses. */
export function CloseDialog({ mandate, onClose }: StatusDialogProps): ReactElement {
  const { t } = useLingui();
  const { name, openHolds } = mandate;
  const left = nanoOf(mandate.balanceChf);
  const amount = moneyText(left);
  return (
    <StatusQuestion
      mandate={mandate}
      onClose={onClose}
      to="closed"
      title={<Trans>Close {name}?</Trans>}
      done={t`${name} is closed.`}
      button={left === 0n ? <Trans>Close</Trans> : <Trans>Close and leave {amount}</Trans>}
    >
      <span className="flex flex-col gap-3">
        <span className="rounded-xl border border-line bg-sunken p-4">
          <span className="block text-muted text-sm">
            <Trans>Balance that is left</Trans>
          </span>
          <span className="figures font-semibold text-xl">{amount}</span>
        </span>
        {left > 0n && (
          <span>
            <Trans>
              Refund it first if the customer is to have it back: a closed mandate gets no credit.
            </Trans>
          </span>
        )}
        {left < 0n && (
          <span className="text-bad">
            <Trans>The customer still owes this. A closed postpaid mandate can still pay.</Trans>
          </span>
        )}
        {openHolds > 0 && (
          <span className="text-bad">
            <Trans>Calls are running: suspend the mandate, and close it when they are settled.</Trans>
          </span>
        )}
        <span>
          <Trans>Calls are refused from then on. Bookings stay. It can be activated again.</Trans>
        </span>
      </span>
    </StatusQuestion>
  );
}

function StatusQuestion(props: {
  readonly mandate: MandateDetail;
  readonly onClose: () => void;
  readonly to: MandateDetail['status'];
  readonly title: ReactNode;
  readonly done: string;
  readonly button: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const { mandate, onClose, to } = props;
  const change = useMandateChange(mandate.id, () => {
    notify(props.done);
    onClose();
  });
  const send = () =>
    change.mutate({ status: to, ...(to === 'closed' ? { remainingChf: mandate.balanceChf } : {}) });
  return (
    <DialogFrame title={props.title} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{props.children}</p>
        {change.isError && <ProblemBlock error={change.error} />}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button look={to === 'active' ? 'primary' : 'danger'} isPending={change.isPending} onPress={send}>
            {props.button}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}

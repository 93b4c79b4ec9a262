import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import type { Booking } from './list/booking-page.query.ts';

const LINK = 'text-accent underline underline-offset-4';

/**
 * From a booking to what it was made for: the message of a chat, which only its owner can open, or the run of an automation.
 * Whoever may not open it reads what it is.
 */
export function OriginLink({
  origin,
  userId,
}: {
  readonly origin: NonNullable<Booking['origin']>;
  /** Who was charged. */
  readonly userId: string | undefined;
}): ReactElement {
  const { me, may } = useActing();
  const isOwn = userId === me.user.id;
  if (origin.feature === 'chat') {
    const name = <Trans>A message of a chat</Trans>;
    if (!isOwn || !may('resource.workflows.chat')) return name;
    return (
      <Link
        to="/chat/$conversationId"
        params={{ conversationId: origin.conversationId }}
        search={({ mandate }) => ({ mandate, leaf: origin.messageId })}
        className={LINK}
      >
        {name}
      </Link>
    );
  }
  const name = <Trans>A run of an automation</Trans>;
  const isReadable =
    may('resource.workflows.all_automations') || (isOwn && may('resource.workflows.automations'));
  if (!isReadable) return name;
  return (
    <Link
      to="/automations/$automationId"
      params={{ automationId: origin.automationId }}
      search={({ mandate }) => ({ mandate, tab: 'runs' as const, run: origin.runId })}
      className={LINK}
    >
      {name}
    </Link>
  );
}

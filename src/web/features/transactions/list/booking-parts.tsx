import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { countText } from '#kernel/share-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import { FEATURE_TEXTS, TYPE_TEXTS, TYPE_TONES } from '../booking-type-text.ts';
import type { Booking } from './booking-page.query.ts';

export function TypeBadge({ type }: { readonly type: Booking['type'] }): ReactElement {
  const { t } = useLingui();
  return <Badge tone={TYPE_TONES[type]}>{t(TYPE_TEXTS[type])}</Badge>;
}

/** To the second; the whole also by pointing at it, where the offset of the hour that comes twice has no room. */
export function BookingTime({ at }: { readonly at: string }): ReactElement {
  const text = timeText(at, { seconds: true });
  return (
    <span className="figures" title={text}>
      {text}
    </span>
  );
}

/** What a booking was for: what somebody wrote, else what was called. */
export function BookingText({ booking }: { readonly booking: Booking }): ReactElement {
  const { t } = useLingui();
  const { note, feature, model, usageSource } = booking;
  if (note !== undefined) return <span title={note}>{note}</span>;
  if (usageSource === 'estimated') return <>{t`Call, usage estimated`}</>;
  if (usageSource === 'unknown') return <>{t`Call, usage unknown`}</>;
  if (feature === 'chat') return <>{t`Chat message`}</>;
  if (feature === 'automation') return <>{t`Run of an automation`}</>;
  if (model !== undefined) return <>{t`Call through the API`}</>;
  return <>{t(TYPE_TEXTS[booking.type])}</>;
}

export function UserText({ booking }: { readonly booking: Booking }): ReactElement {
  const { t } = useLingui();
  const { userName, userEmail, userId } = booking;
  if (userId === undefined) return <Missing why={t`It belongs to no single user`} />;
  return <span title={userEmail}>{userName ?? userEmail ?? userId}</span>;
}

export function ModelText({ booking: { provider, model } }: { readonly booking: Booking }): ReactElement {
  if (provider === undefined) return <NoCall />;
  return (
    <>
      {hasModel(model) && `${model} `}
      <span className={hasModel(model) ? 'text-muted' : ''}>{providerName(provider)}</span>
    </>
  );
}

/** A provider without models, such as one of searches, is asked for `*`. */
function hasModel(model: string | undefined): boolean {
  return model !== undefined && model !== '*';
}

export function FeatureText({ feature }: { readonly feature: string | undefined }): ReactElement {
  const { t } = useLingui();
  if (feature === undefined) return <NoCall />;
  return <>{feature in FEATURE_TEXTS ? t(FEATURE_TEXTS[feature as keyof typeof FEATURE_TEXTS]) : feature}</>;
}

/** Tokens of a call; of one whose usage nobody knows there are none to show. */
export function TokenCount(props: {
  readonly count: number | undefined;
  readonly booking: Booking;
}): ReactElement {
  const { t } = useLingui();
  if (props.count === undefined) return <NoCall />;
  if (props.booking.usageSource === 'unknown') return <Missing why={t`The provider did not say`} />;
  return <span className="figures">{countText(props.count)}</span>;
}

/** With four decimals, so that the points stand below each other; of less than a hundredth of a Rappen as many as it needs. */
export function ColumnAmount({ chf }: { readonly chf: string }): ReactElement {
  const isTiny = /^-?0\.0000/.test(chf) && /[1-9]/.test(chf);
  return <Money chf={chf} bare {...(isTiny ? {} : { decimals: 4 })} />;
}

export function NoCall(): ReactElement {
  const { t } = useLingui();
  return <Missing why={t`No call of a model`} />;
}

/** A dash, and why there is nothing. */
function Missing({ why }: { readonly why: string }): ReactElement {
  return (
    <span title={why} className="text-muted">
      –<span className="sr-only"> {why}</span>
    </span>
  );
}

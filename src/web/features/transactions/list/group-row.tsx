import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { shortDayText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import { type GroupKey, groupText, isOriginKey } from './booking-group.ts';
import type { BookingList } from './booking-page.query.ts';
import { groupTotalsQuery } from './group-totals.query.ts';

/** Begins a day, an hour, a chat or a run: how many of the list's bookings lie in it, and what they sum up to, counted by the server. */
export function GroupRow(props: {
  readonly list: BookingList;
  readonly group: GroupKey;
  readonly line: number;
  readonly heightPx: number;
  readonly columnCount: number;
  /** While somebody scrolls fast, nothing is asked about what flies by. */
  readonly isPassing: boolean;
}): ReactElement {
  const asked = groupTotalsQuery(props.list, props.group);
  const totals = useQuery({ ...asked, enabled: asked.enabled && !props.isPassing });
  const count = totals.data?.count;
  return (
    <tr aria-rowindex={props.line + 2} style={{ height: props.heightPx }} className="bg-sunken">
      <td colSpan={props.columnCount} className="border-line border-b px-3">
        <span className="flex items-baseline justify-between gap-3">
          <span className="figures truncate font-semibold text-sm">
            {isOriginKey(props.group) ? <OriginName id={props.group} /> : <TimeName group={props.group} />}
          </span>
          {totals.data && count !== undefined && (
            <span className="figures shrink-0 text-sm">
              <span className="mr-3 text-muted">
                <Plural
                  value={count}
                  one={<Trans>1 booking</Trans>}
                  other={<Trans>{countText(count)} bookings</Trans>}
                />
              </span>
              <Money chf={totals.data.sumChf} decimals={4} className="font-semibold" />
            </span>
          )}
        </span>
      </td>
    </tr>
  );
}

function TimeName({ group }: { readonly group: GroupKey }): ReactElement {
  const { i18n } = useLingui();
  const weekday = shortDayText(group.slice(0, 10), i18n.locale).split(' ')[0];
  return (
    <>
      {weekday} {groupText(group)}
    </>
  );
}

/** Billing knows no titles: what it is, and the end of its id, which tells it from the others of the day. */
function OriginName({ id }: { readonly id: GroupKey }): ReactElement {
  return (
    <>
      {id.startsWith('cnv_') ? <Trans>Chat</Trans> : <Trans>Run of an automation</Trans>}{' '}
      <code className="font-normal text-muted text-xs" title={id}>
        …{id.slice(-8)}
      </code>
    </>
  );
}

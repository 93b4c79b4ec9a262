import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { countText } from '#kernel/share-text.ts';
import { type DayRange, ZONE } from '#web/lib/days/day-range.ts';
import { rangeText } from '#web/lib/days/range-text.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';

/** Files of exactly what is shown; says beforehand how many bookings they will have, and what these sum up to. */
export function ExportMenu(props: {
  readonly addressOf: (format: 'csv' | 'xlsx') => string;
  readonly totals: { readonly count: number; readonly sumChf: string } | undefined;
  readonly range: DayRange;
}): ReactElement {
  const { t } = useLingui();
  const [begun, setBegun] = useState<'csv' | 'xlsx'>();
  const { totals } = props;
  return (
    <DialogTrigger onOpenChange={() => setBegun(undefined)}>
      <Button className={buttonClass('secondary')}>
        <Download aria-hidden className="size-4" />
        <Trans>Export</Trans>
      </Button>
      <Popover
        placement="bottom end"
        className="w-88 max-w-[calc(100vw-1rem)] overflow-auto rounded-xl border border-line bg-raised shadow-float"
      >
        <Dialog aria-label={t`Export`} className="flex flex-col gap-4 p-4 outline-none">
          <div>
            <p className="font-medium">
              {totals ? (
                <Plural
                  value={totals.count}
                  one={<Trans>1 booking</Trans>}
                  other={<Trans>{countText(totals.count)} bookings</Trans>}
                />
              ) : (
                <Trans>All bookings of the list</Trans>
              )}
              {totals && (
                <>
                  {' · '}
                  <Money chf={totals.sumChf} decimals={4} />
                </>
              )}
            </p>
            <p className="figures text-muted text-sm">
              {rangeText(props.range, (text) => t(text))} · {ZONE}
            </p>
            <p className="mt-2 text-muted text-sm">
              <Trans>
                Exactly what the filter shows, with every column, and at the end the number, the sum and the
                balances before and after.
              </Trans>
            </p>
          </div>
          <div className="flex flex-col gap-2">
            {FORMATS.map((format) => (
              <a
                key={format}
                href={props.addressOf(format)}
                download
                onClick={() => setBegun(format)}
                className={buttonClass(format === 'xlsx' ? 'primary' : 'secondary')}
              >
                {format === 'xlsx' ? <Trans>XLSX, for Excel</Trans> : <Trans>CSV, for programs</Trans>}
              </a>
            ))}
          </div>
          <p role="status" className="text-sm empty:hidden">
            {begun && (
              <Trans>
                The file is being written. Your browser shows how far it is; you can go on working here.
              </Trans>
            )}
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const FORMATS = ['xlsx', 'csv'] as const;

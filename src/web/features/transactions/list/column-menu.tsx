import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Columns3 } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Dialog, DialogTrigger, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { buttonClass, Button as PlainButton } from '#web/ui/button.tsx';
import { COLUMN_IDS, type ColumnId, fittingColumns } from './column-layout.ts';

/** A screen for which somebody chooses columns is wide. */
const USUAL_WIDTH_PX = 1_400;

/** Which columns the list has, in this browser. */
export function ColumnMenu(props: {
  /** Undefined: those that fit. */
  readonly columns: readonly ColumnId[] | undefined;
  readonly onChange: (columns: readonly ColumnId[] | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const names: Readonly<Record<ColumnId, string>> = {
    time: t`Time (Zurich)`,
    type: t`Type`,
    description: t`Description`,
    user: t`User`,
    model: t`Model and provider`,
    input: t`Tokens in`,
    output: t`Tokens out`,
    cached: t`Cached`,
    feature: t`Feature`,
    request: t`Request`,
    amount: t`Amount CHF`,
    balance: t`Balance CHF`,
  };
  const shown = props.columns ?? fittingColumns(USUAL_WIDTH_PX);
  return (
    <DialogTrigger>
      <Button className={`${buttonClass('secondary', true)} max-sm:hidden`}>
        <Columns3 aria-hidden className="size-4" />
        <Trans>Columns</Trans>
      </Button>
      <Popover
        placement="bottom end"
        className="w-60 overflow-auto rounded-xl border border-line bg-raised shadow-float"
      >
        <Dialog aria-label={t`Columns`} className="outline-none">
          <ListBox
            aria-label={t`Columns`}
            selectionMode="multiple"
            disallowEmptySelection
            selectedKeys={shown}
            onSelectionChange={(keys) =>
              props.onChange(COLUMN_IDS.filter((id) => keys === 'all' || keys.has(id)))
            }
            items={COLUMN_IDS.map((id) => ({ id }))}
            className="p-1 outline-none"
          >
            {({ id }) => (
              <ListBoxItem
                textValue={names[id]}
                className="group flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 text-sm outline-offset-[-2px] data-focused:bg-accent-soft"
              >
                <Check aria-hidden className="invisible size-4 text-accent group-data-selected:visible" />
                {names[id]}
              </ListBoxItem>
            )}
          </ListBox>
          <div className="border-line border-t p-2">
            <PlainButton
              look="quiet"
              small
              className="w-full"
              isDisabled={props.columns === undefined}
              onPress={() => props.onChange(undefined)}
            >
              <Trans>As many as fit</Trans>
            </PlainButton>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

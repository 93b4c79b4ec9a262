import type { ReactElement, ReactNode } from 'react';
import { Switch } from 'react-aria-components';

/** On or off, in force at once or with the form. The word beside it says what is on. */
export function SwitchField(props: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
}): ReactElement {
  return (
    <Switch
      isSelected={props.isSelected}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
      className="group flex cursor-pointer items-start gap-3 py-1 data-disabled:cursor-not-allowed data-disabled:opacity-55"
    >
      <span className="mt-0.5 flex h-6 w-10 shrink-0 rounded-full border border-line-strong bg-sunken p-0.5 transition-colors group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2 group-data-selected:border-accent group-data-selected:bg-accent">
        <span className="size-[1.125rem] rounded-full bg-line-strong transition-transform group-data-selected:translate-x-4 group-data-selected:bg-on-accent" />
      </span>
      <span className="min-w-0">
        <span className="font-medium">{props.label}</span>
        {props.hint !== undefined && <span className="block text-muted text-sm">{props.hint}</span>}
      </span>
    </Switch>
  );
}

import type { ReactElement } from 'react';
import { ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { ChoiceField, type ChoiceFieldProps } from './choice-field.tsx';
import { ChoiceWords } from './choice-words.tsx';

/** One of a short list. */
export function SelectField<Value extends string>(props: ChoiceFieldProps<Value>): ReactElement {
  const list = (
    <Popover className="min-w-(--trigger-width) overflow-auto rounded-lg border border-line bg-raised p-1 shadow-float">
      <ListBox
        items={props.choices.map((choice) => ({ id: choice.value, ...choice }))}
        className="outline-none"
      >
        {(choice) => (
          <ListBoxItem
            id={choice.value}
            textValue={choice.label}
            className="flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 data-focused:bg-accent-soft"
          >
            {({ isSelected }) => (
              <ChoiceWords label={choice.label} hint={choice.hint} isSelected={isSelected} />
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
  return <ChoiceField {...props} list={list} />;
}

import type { LucideIcon } from 'lucide-react';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Button,
  Header,
  type Key,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type PopoverProps,
} from 'react-aria-components';

/** A button that opens a menu of actions and choices: `MenuEntry` and `MenuChoice` inside. */
export function MenuButton(props: {
  /** What the button shows. */
  readonly button: ReactNode;
  /** Read out in place of what the button shows. */
  readonly label?: string;
  readonly className?: string;
  readonly placement?: PopoverProps['placement'];
  /** Above the menu; nothing to press. */
  readonly header?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <MenuTrigger>
      <Button
        {...(props.label === undefined ? {} : { 'aria-label': props.label })}
        className={props.className}
      >
        {props.button}
      </Button>
      <MenuPanel placement={props.placement} header={props.header}>
        {props.children}
      </MenuPanel>
    </MenuTrigger>
  );
}

/** The menu itself, at the button that it is inside the trigger of, or at that of `triggerRef`. */
export function MenuPanel(props: {
  readonly placement?: PopoverProps['placement'];
  /** Above the menu; nothing to press. */
  readonly header?: ReactNode;
  readonly triggerRef?: PopoverProps['triggerRef'];
  /** Where there is no trigger around it to name it. */
  readonly label?: string;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { triggerRef, onClose, label } = props;
  const named = label === undefined ? {} : { 'aria-label': label };
  const alone = triggerRef && {
    triggerRef,
    isOpen: true,
    onOpenChange: (isOpen: boolean) => !isOpen && onClose?.(),
  };
  return (
    <Popover
      {...alone}
      {...named}
      placement={props.placement ?? 'bottom end'}
      className="min-w-56 max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-xl border border-line bg-raised shadow-float"
    >
      {props.header}
      <Menu
        {...named}
        {...(triggerRef && { autoFocus: 'first' as const })}
        {...(onClose && { onClose })}
        className="p-1 outline-none"
      >
        {props.children}
      </Menu>
    </Popover>
  );
}

/** Something that the menu does, or (`href`) where it leads. */
export function MenuEntry(props: {
  readonly icon?: LucideIcon;
  readonly text: string;
  /** At the right: a keyboard shortcut. */
  readonly hint?: string;
  readonly href?: string;
  readonly onAction?: () => void;
  readonly isDisabled?: boolean;
  /** A line keeps it apart from what is above it. */
  readonly isApart?: boolean;
}): ReactElement {
  const { icon: Icon } = props;
  return (
    <MenuItem
      textValue={props.text}
      {...(props.href === undefined ? {} : { href: props.href })}
      {...(props.onAction === undefined ? {} : { onAction: props.onAction })}
      isDisabled={props.isDisabled ?? false}
      className={props.isApart ? `${ENTRY} ${APART}` : ENTRY}
    >
      {Icon ? <Icon aria-hidden className="size-4 shrink-0 text-muted" /> : <span className="size-4" />}
      <span className="min-w-0 flex-1">{props.text}</span>
      {props.hint !== undefined && <kbd className="text-muted text-xs">{props.hint}</kbd>}
    </MenuItem>
  );
}

/** One of a few values, with its own heading inside the menu. */
export function MenuChoice<Value extends string>(props: {
  readonly title: string;
  readonly choices: readonly { readonly value: Value; readonly text: string; readonly lang?: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}): ReactElement {
  const choose = (keys: 'all' | Set<Key>) => {
    const choice = props.choices.find(({ value }) => keys !== 'all' && keys.has(value));
    if (choice) props.onChange(choice.value);
  };
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={choose}
      className="relative mt-2 pt-1 before:absolute before:inset-x-0 before:-top-1 before:border-line before:border-t"
    >
      <Header className="px-2.5 pt-1.5 pb-1 font-medium text-muted text-xs">{props.title}</Header>
      {props.choices.map(({ value, text, lang }) => (
        <MenuItem key={value} id={value} textValue={text} className={ENTRY}>
          {({ isSelected }) => (
            <>
              <Check aria-hidden className={`size-4 shrink-0 text-accent ${isSelected ? '' : 'invisible'}`} />
              <span lang={lang} className="min-w-0 flex-1">
                {text}
              </span>
            </>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  );
}

const ENTRY =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 -outline-offset-2 data-focused:bg-accent-soft data-disabled:cursor-not-allowed data-disabled:opacity-55';

const APART =
  'relative mt-2 before:absolute before:inset-x-0 before:-top-1 before:border-line before:border-t';

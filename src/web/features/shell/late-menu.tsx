import {
  type ComponentType,
  type ReactElement,
  type ReactNode,
  type RefObject,
  Suspense,
  useRef,
  useState,
} from 'react';
import { Button } from 'react-aria-components';

/** What opens at the button: its place, and how it goes away. */
export interface LateMenuProps {
  readonly triggerRef: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

/**
 * A button whose menu is loaded when somebody is about to open it: menus and what they stand on are a fifth of all that
 * the frame would load otherwise.
 */
export function LateMenu({
  label,
  className,
  menu: Menu,
  preload,
  children,
}: {
  /** Read out in place of what the button shows. */
  readonly label: string;
  readonly className: string;
  readonly menu: ComponentType<LateMenuProps>;
  readonly preload: () => unknown;
  readonly children: ReactNode;
}): ReactElement {
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  return (
    <>
      <Button
        ref={trigger}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onHoverStart={preload}
        onFocus={preload}
        onPress={() => setOpen(!isOpen)}
        onKeyDown={({ key }) => key === 'ArrowDown' && setOpen(true)}
        className={className}
      >
        {children}
      </Button>
      <Suspense>{isOpen && <Menu triggerRef={trigger} onClose={close} />}</Suspense>
    </>
  );
}

import { ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

/** Details that unfold below their title at a press. Whether they are open is for the page to keep, in its address. */
export function Unfolding(props: {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Disclosure isExpanded={props.isOpen} onExpandedChange={props.onChange}>
      <Heading level={3} className="text-sm">
        <Button
          slot="trigger"
          className="-ml-1.5 inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-lg px-1.5 text-left font-medium text-accent hover:bg-accent-soft"
        >
          <ChevronRight
            aria-hidden
            className={`size-4 shrink-0 transition-transform ${props.isOpen ? 'rotate-90' : ''}`}
          />
          {props.title}
        </Button>
      </Heading>
      <DisclosurePanel>{props.isOpen && <div className="pt-3">{props.children}</div>}</DisclosurePanel>
    </Disclosure>
  );
}

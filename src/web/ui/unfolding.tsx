import { ChevronRight } from 'lucide-react';
import { type ReactElement, type ReactNode, useId } from 'react';

/** Details that unfold below their title at a press. Whether they are open is for the page to keep, in its address. */
export function Unfolding(props: {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <div>
      <h3 className="text-sm">
        <button
          type="button"
          aria-expanded={props.isOpen}
          aria-controls={props.isOpen ? id : undefined}
          onClick={() => props.onChange(!props.isOpen)}
          className="-ml-1.5 inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-lg px-1.5 text-left font-medium text-accent hover:bg-accent-soft"
        >
          <ChevronRight
            aria-hidden
            className={`size-4 shrink-0 transition-transform ${props.isOpen ? 'rotate-90' : ''}`}
          />
          {props.title}
        </button>
      </h3>
      {props.isOpen && (
        <div id={id} className="pt-3">
          {props.children}
        </div>
      )}
    </div>
  );
}

import { useLingui } from '@lingui/react/macro';
import { isValidElement, type ReactElement, type ReactNode } from 'react';
import { CopyButton } from '#web/ui/copy-button.tsx';

/** Code that a model has written: scrolls in its own box, and can be copied. */
export function CodeBlock({ children }: { readonly children: ReactNode }): ReactElement {
  const { t } = useLingui();
  const code = isValidElement<CodeProps>(children) ? children.props : { children };
  const language = /language-(\S+)/.exec(code.className ?? '')?.[1];
  const text = textOf(code.children).replace(/\n$/, '');
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-sunken">
      <div className="flex min-h-9 items-center justify-between border-line border-b pr-1 pl-3 text-muted text-sm">
        <span>{language ?? t`Code`}</span>
        <CopyButton text={text} label={t`Copy the code`} />
      </div>
      <section
        aria-label={t`Code`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto p-3 outline-offset-[-2px]"
      >
        <pre className="font-mono text-sm">
          <code>{text}</code>
        </pre>
      </section>
    </div>
  );
}

interface CodeProps {
  readonly className?: string;
  readonly children?: ReactNode;
}

function textOf(children: ReactNode): string {
  if (Array.isArray(children)) return children.map(textOf).join('');
  return typeof children === 'string' ? children : '';
}

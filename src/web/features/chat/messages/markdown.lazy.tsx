import { Trans, useLingui } from '@lingui/react/macro';
import { memo, type ReactElement, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { SidewaysBox } from '#web/ui/sideways-box.tsx';
import { CodeBlock } from './code-block.tsx';
import { ForeignLink } from './foreign-link.tsx';

/**
 * What a model has written, as Markdown. Nothing of it is taken for HTML, nothing is loaded from elsewhere (a picture is a
 * link), and its headings stand below those of the page.
 */
function Markdown({ text }: { readonly text: string }): ReactElement {
  return (
    <div className="flex min-w-0 flex-col gap-3 break-words">
      <ReactMarkdown
        remarkPlugins={PLUGINS}
        skipHtml={false}
        // Every address is judged where the link is drawn.
        urlTransform={(address) => address}
        components={COMPONENTS}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

export default memo(Markdown);

const PLUGINS = [remarkGfm];

const COMPONENTS: Components = {
  a: ({ href, children }) => <ForeignLink address={href}>{children}</ForeignLink>,
  img: ({ src, alt }) => (
    <ForeignLink address={typeof src === 'string' ? src : undefined}>
      {alt ? alt : <Trans>Picture</Trans>}
    </ForeignLink>
  ),
  h1: Title,
  h2: Title,
  h3: Title,
  h4: Title,
  h5: Title,
  h6: Title,
  ul: ({ children }) => <ul className="ml-5 flex list-disc flex-col gap-1">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="ml-6 flex list-decimal flex-col gap-1">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="flex flex-col gap-2 border-line-strong border-l-2 pl-3 text-muted">
      {children}
    </blockquote>
  ),
  hr: () => <hr className="border-line" />,
  input: ({ checked }) => (
    <span>
      <span aria-hidden>{checked ? '☑' : '☐'}</span>
      <span className="sr-only">{checked ? <Trans>done</Trans> : <Trans>not done</Trans>}</span>
    </span>
  ),
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  code: ({ children }) => (
    <code className="break-words rounded bg-sunken px-1 py-0.5 font-mono text-[0.9em]">{children}</code>
  ),
  table: ({ children }) => <TableBox>{children}</TableBox>,
  th: ({ children, style }) => (
    <th scope="col" style={style} className="border-line border-b px-2 py-1.5 text-left font-medium">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="border-line border-b px-2 py-1.5 align-top">
      {children}
    </td>
  ),
};

function Title({ children }: { readonly children?: ReactNode }): ReactElement {
  return <h4 className="mt-2 font-semibold">{children}</h4>;
}

function TableBox({ children }: { readonly children: ReactNode }): ReactElement {
  const { t } = useLingui();
  return (
    <SidewaysBox label={t`Table`}>
      <table className="min-w-max border-collapse text-sm">{children}</table>
    </SidewaysBox>
  );
}

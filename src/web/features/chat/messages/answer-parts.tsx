import { Plural, Trans } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { Unfolding } from '#web/ui/unfolding.tsx';
import type { Answered, AnswerPart } from '../model/chat-types.ts';
import { ForeignLink } from './foreign-link.tsx';

// Begun with the page, not with the first answer that needs it.
const markdown = import('./markdown.lazy.tsx');
const Markdown = lazy(() => markdown);

/** What an answer is made of, in order; its sources at the end. */
export function AnswerParts({ answer }: { readonly answer: Answered }): ReactElement {
  const sources = answer.parts.filter((part) => part.type === 'source');
  return (
    <>
      {answer.parts.map((part, at) => (
        <PartView key={at} part={part} />
      ))}
      {sources.length > 0 && (
        <div className="text-sm">
          <p className="font-medium">
            <Trans>Sources</Trans>
          </p>
          <ol className="ml-5 flex list-decimal flex-col gap-0.5">
            {sources.map(({ url, title }, at) => (
              <li key={at}>
                <ForeignLink address={url}>{title ?? url}</ForeignLink>
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  );
}

function PartView({ part }: { readonly part: AnswerPart }): ReactElement | null {
  if (part.type === 'text') return <TextPart text={part.text} />;
  if (part.type === 'reasoning') return <ReasoningPart text={part.text} />;
  return part.type === 'search' ? <SearchPart part={part} /> : null;
}

function TextPart({ text }: { readonly text: string }): ReactElement {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap break-words">{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}

/** Folded: whoever wants the answer does not read how it came about. */
function ReasoningPart({ text }: { readonly text: string }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Unfolding title={<Trans>Reasoning</Trans>} isOpen={isOpen} onChange={setIsOpen}>
      <p className="whitespace-pre-wrap break-words border-line border-l-2 pl-3 text-muted text-sm">{text}</p>
    </Unfolding>
  );
}

function SearchPart({ part }: { readonly part: Extract<AnswerPart, { type: 'search' }> }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const { query, results, failure } = part;
  return (
    <div className="text-sm">
      <p className="flex items-start gap-2 text-muted">
        <Search aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">
          <Trans>Searched the web: {query}</Trans>
          {results === null && failure === null && <> …</>}
        </span>
      </p>
      {failure !== null && (
        <p className="text-warn">
          <Trans>The search has failed; the model goes on without it.</Trans>
        </p>
      )}
      {results !== null && results.length > 0 && (
        <Unfolding
          title={<Plural value={results.length} one="# result" other="# results" />}
          isOpen={isOpen}
          onChange={setIsOpen}
        >
          <ol className="ml-5 flex list-decimal flex-col gap-0.5">
            {results.map(({ url, title }, at) => (
              <li key={at}>
                <ForeignLink address={url}>{title}</ForeignLink>
              </li>
            ))}
          </ol>
        </Unfolding>
      )}
    </div>
  );
}

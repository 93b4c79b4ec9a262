import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { SelectField } from '#web/ui/select-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { Asked } from '../calls/chat-calls.ts';
import { WEB_SEARCHES, type WebSearchChoice } from '../model/chat-types.ts';

/** What goes with every message: whether the web is searched, how long an answer may be, and what the model is told first. */
export function ComposerOptions({
  asked,
  onAsked,
  systemPrompt,
  onSystemPrompt,
}: {
  readonly asked: Asked;
  readonly onAsked: (asked: Asked) => void;
  readonly systemPrompt: string;
  readonly onSystemPrompt: (text: string) => void;
}): ReactElement {
  const { t } = useLingui();
  const [prompt, setPrompt] = useState(systemPrompt);
  return (
    <div className="grid gap-4 border-line border-t p-3 sm:grid-cols-2">
      <SelectField
        label={<Trans>Web search</Trans>}
        choices={WEB_SEARCHES.map((value) => ({
          value,
          label: t(SEARCHES[value]),
          hint: t(SEARCH_HINTS[value]),
        }))}
        value={asked.webSearch}
        onChange={(webSearch) => onAsked({ ...asked, webSearch })}
      />
      <MostTokensField
        value={asked.maxOutputTokens}
        onChange={(maxOutputTokens) => onAsked({ ...asked, maxOutputTokens })}
      />
      <div className="sm:col-span-2">
        <TextField
          label={<Trans>System prompt</Trans>}
          hint={<Trans>Told to the model before everything else of this conversation.</Trans>}
          lines={3}
          maxLength={20_000}
          value={prompt}
          onChange={setPrompt}
          onBlur={() => prompt !== systemPrompt && onSystemPrompt(prompt)}
        />
      </div>
    </div>
  );
}

function MostTokensField({
  value,
  onChange,
}: {
  readonly value: number | undefined;
  readonly onChange: (tokens: number | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value?.toString() ?? '');
  const [known, setKnown] = useState(value);
  // A way on of a refusal has set another.
  if (value !== known) {
    setKnown(value);
    setTyped(value?.toString() ?? '');
  }
  const tokens = tokensOf(typed);
  const change = (text: string) => {
    setTyped(text);
    const changed = tokensOf(text);
    if (changed === null) return;
    setKnown(changed);
    onChange(changed);
  };
  return (
    <TextField
      label={<Trans>Longest answer</Trans>}
      hint={<Trans>In tokens. Empty: as long as the model and the balance allow.</Trans>}
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      onChange={change}
      error={tokens === null ? t`A whole number from 1 to 1'000'000.` : undefined}
    />
  );
}

/** Undefined: no limit is wished; null: that is no number of tokens. */
function tokensOf(text: string): number | undefined | null {
  const plain = text.replace(/['’\s]/g, '');
  if (plain === '') return undefined;
  const tokens = /^\d{1,7}$/.test(plain) ? Number(plain) : 0;
  return tokens >= 1 && tokens <= 1_000_000 ? tokens : null;
}

const SEARCHES: Readonly<Record<WebSearchChoice, MessageDescriptor>> = {
  none: msg`No search`,
  tavily: msg`Tavily`,
  provider: msg`The provider’s own`,
};

const SEARCH_HINTS: Readonly<Record<WebSearchChoice, MessageDescriptor>> = {
  none: msg`The model answers from what it knows.`,
  tavily: msg`Each search is a booking of its own.`,
  provider: msg`If it has one; in the price of the answer.`,
};

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import type { Draft } from '../model/draft.ts';

const FIELDS: Readonly<Record<keyof Draft, MessageDescriptor>> = {
  name: msg`Name`,
  prompt: msg`Prompt`,
  systemPrompt: msg`System prompt`,
  variables: msg`Variables`,
  trigger: msg`Trigger`,
  models: msg`Models`,
  webSearch: msg`Web search`,
  maxOutputTokens: msg`Most output tokens`,
  runLimit: msg`Limit of one run`,
  monthLimit: msg`Limit of a month`,
  atLimit: msg`When a limit is reached`,
};

/** What is changed and not saved yet, whichever part is open. */
export function SaveBar(props: {
  readonly changes: readonly (keyof Draft)[];
  readonly isNew: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}): ReactElement {
  const { t, i18n } = useLingui();
  const { changes, isNew, error } = props;
  const names = new Intl.ListFormat(i18n.locale).format(changes.map((field) => t(FIELDS[field])));
  return (
    <section
      aria-label={t`Not saved yet`}
      className="sticky bottom-3 z-10 mt-6 flex flex-col gap-3 rounded-2xl border border-line-strong bg-raised p-4 shadow-float"
    >
      {error instanceof ApiProblem && error.code === 'conflict' ? (
        <p role="alert" className="text-bad">
          <Trans>
            Somebody has changed this automation meanwhile. Copy what you need, and load the page again.
          </Trans>
        </p>
      ) : (
        Boolean(error) && <ProblemBlock error={error} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 text-muted">
          {changes.length === 0 ? (
            <Trans>Write a prompt, and choose a model.</Trans>
          ) : (
            <Trans>Not saved yet: {names}</Trans>
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          {changes.length > 0 && (
            <Button onPress={props.onDiscard} isDisabled={props.isPending}>
              <Trans>Discard</Trans>
            </Button>
          )}
          <Button
            look="primary"
            onPress={props.onSave}
            isPending={props.isPending}
            isDisabled={changes.length === 0}
          >
            {isNew ? <Trans>Make the automation</Trans> : <Trans>Save</Trans>}
          </Button>
        </div>
      </div>
    </section>
  );
}

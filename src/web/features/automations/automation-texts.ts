import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { Automation, Run, Variable } from './model/automation-types.ts';

interface StateLook {
  readonly text: MessageDescriptor;
  readonly tone: Tone;
}

export const RUN_STATES: Readonly<Record<Run['state'], StateLook>> = {
  queued: { text: msg`waits`, tone: 'neutral' },
  running: { text: msg`runs`, tone: 'accent' },
  asking: { text: msg`asks`, tone: 'warn' },
  succeeded: { text: msg`done`, tone: 'good' },
  output_limit: { text: msg`cut at the output limit`, tone: 'warn' },
  stopped: { text: msg`stopped`, tone: 'neutral' },
  failed: { text: msg`failed`, tone: 'bad' },
  interrupted: { text: msg`interrupted`, tone: 'bad' },
};

export const TRIGGERS: Readonly<Record<Run['trigger'], MessageDescriptor>> = {
  manual: msg`By hand`,
  schedule: msg`By schedule`,
  webhook: msg`By webhook`,
};

export const LIMIT_RULES: Readonly<
  Record<Automation['atLimit'], { readonly text: MessageDescriptor; readonly hint: MessageDescriptor }>
> = {
  stop: { text: msg`Stop`, hint: msg`The run ends with what it has.` },
  cheaper_model: {
    text: msg`Cheaper model`,
    hint: msg`The cheapest of these models goes on, if it costs less.`,
  },
  ask: { text: msg`Ask`, hint: msg`The run waits until somebody decides, for a week at most.` },
};

/** Why Rappen itself has paused an automation. */
export const PAUSE_REASONS: Readonly<Record<NonNullable<Automation['pausedBecause']>, MessageDescriptor>> = {
  owner_left: msg`Its owner is not a member of this mandate any more.`,
  owner_not_allowed: msg`The role of its owner does not allow automations any more.`,
  schedule_unreadable: msg`Its schedule cannot be read any more. Set it again.`,
};

export const VARIABLE_KINDS: Readonly<Record<Variable['kind'], MessageDescriptor>> = {
  line: msg`One line`,
  text: msg`Several lines`,
  number: msg`A number`,
  choice: msg`One of several`,
};

export const SEARCHES: Readonly<Record<Automation['webSearch'], MessageDescriptor>> = {
  none: msg`No search`,
  tavily: msg`Tavily`,
  provider: msg`The provider's own`,
};

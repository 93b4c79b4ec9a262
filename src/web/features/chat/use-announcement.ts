import { useLingui } from '@lingui/react/macro';
import { useRef } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import type { LiveConversation } from './model/chat-events.ts';
import { type Answered, isAnswer } from './model/chat-types.ts';
import { type CostState, costStateOf } from './model/cost-state.ts';

/** What is read out: each new state of an answer's cost once, and that the answer is there. Not each tick. */
export function useAnnouncement(conversation: LiveConversation | undefined): string {
  const { t } = useLingui();
  const known = useRef<ReadonlyMap<string, CostState['kind']>>(undefined);
  const said = useRef('');
  const states = new Map<string, CostState>();
  const answers = conversation?.messages.filter(isAnswer) ?? [];
  for (const answer of answers) states.set(answer.id, costStateOf(answer, conversation?.soFarChf[answer.id]));
  const before = known.current;
  const changed = before
    ? answers.filter(
        ({ id }) => states.get(id)?.kind !== before.get(id) && states.get(id)?.kind !== 'waiting',
      )
    : [];
  if (conversation) known.current = new Map([...states].map(([id, { kind }]) => [id, kind]));
  const sentence = (answer: Answered): string => {
    const { model } = answer.model;
    const cost = states.get(answer.id);
    const amount = cost && 'chf' in cost ? moneyText(nanoOf(cost.chf)) : '';
    if (cost?.kind === 'held') return t`${model}: ${amount} held.`;
    if (cost?.kind === 'running') return t`${model} answers.`;
    if (cost?.kind === 'settling') return t`${model} has ended. Its cost is being settled.`;
    if (cost?.kind === 'charged') return t`${model} has answered. Charged: ${amount}.`;
    if (cost?.kind === 'unknown') return t`${model} has ended. What it costs is not known yet.`;
    return t`${model} has ended. Not charged.`;
  };
  if (changed.length > 0) said.current = changed.map(sentence).join(' ');
  return said.current;
}

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { ProofRun } from './proof.query.ts';
import type { ProofState } from './proof-state.ts';

export const PROOF_WORDS: Readonly<
  Record<ProofState, { readonly text: MessageDescriptor; readonly tone: Tone }>
> = {
  waiting: { text: msg`waiting`, tone: 'accent' },
  running: { text: msg`running`, tone: 'accent' },
  ok: { text: msg`adds up`, tone: 'good' },
  differs: { text: msg`differs`, tone: 'bad' },
  failed: { text: msg`not possible`, tone: 'warn' },
};

export const SOURCE_WORDS: Readonly<Record<ProofRun['source'], MessageDescriptor>> = {
  schedule: msg`nightly`,
  request: msg`asked for here`,
  command: msg`by command`,
};

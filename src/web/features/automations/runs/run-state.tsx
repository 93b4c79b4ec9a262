import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import { RUN_STATES } from '../automation-texts.ts';
import type { Run } from '../model/automation-types.ts';

export function RunState({ state }: Pick<Run, 'state'>): ReactElement {
  const { t } = useLingui();
  const { text, tone } = RUN_STATES[state];
  return <Badge tone={tone}>{t(text)}</Badge>;
}

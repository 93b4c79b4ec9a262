import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { ChosenModel } from '../model/chat-types.ts';

/** Who will answer; opens the picker. */
export function ModelButton({
  models,
  onPress,
}: {
  readonly models: readonly ChosenModel[];
  readonly onPress: () => void;
}): ReactElement {
  const { t } = useLingui();
  const names = models.map(({ model }) => model).join(', ');
  const label = names === '' ? t`Choose a model` : t`Models: ${names}`;
  return (
    <span className="flex min-w-0 flex-1">
      <Button small look="quiet" aria-label={label} onPress={onPress} className="min-w-0">
        <span className="min-w-0 truncate">{names === '' ? <Trans>Choose a model</Trans> : names}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0" />
      </Button>
    </span>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { UsersRound } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { SettingsValues } from './settings-values.ts';
import { VALUE_NAMES } from './value-names.ts';

/** Somebody else has saved while this page was open. Nothing that was typed is lost; whoever typed it decides. */
export function ChangedMeanwhile({
  changed,
  contested,
  onKeep,
  onDiscard,
}: {
  /** What the other one has changed. */
  readonly changed: readonly (keyof SettingsValues)[];
  /** Of these, what was changed here too, to something else. */
  readonly contested: readonly (keyof SettingsValues)[];
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}): ReactElement {
  const { t } = useLingui();
  const namesOf = (names: readonly (keyof SettingsValues)[]) =>
    [...new Set(names.map((name) => t(VALUE_NAMES[name])))].join(', ');
  return (
    <div role="alert" className="flex flex-col gap-3 rounded-xl border border-warn bg-warn-soft p-4">
      <p className="flex gap-2 font-medium text-warn">
        <UsersRound aria-hidden className="mt-0.5 size-5 shrink-0" />
        <Trans>Somebody else has changed these settings meanwhile. What you typed is still here.</Trans>
      </p>
      {changed.length > 0 && (
        <p>
          <Trans>Changed by somebody else: {namesOf(changed)}</Trans>
        </p>
      )}
      {contested.length > 0 && (
        <p>
          <Trans>
            Changed by both of you: {namesOf(contested)}. If you keep yours, it replaces the other.
          </Trans>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button small look="primary" onPress={onKeep}>
          <Trans>Load the newest, keep what I typed</Trans>
        </Button>
        <Button small onPress={onDiscard}>
          <Trans>Load the newest, discard mine</Trans>
        </Button>
      </div>
    </div>
  );
}

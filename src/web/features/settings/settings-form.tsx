import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { ChangedMeanwhile } from './changed-meanwhile.tsx';
import { ReportFields } from './report-fields.tsx';
import type { Settings } from './settings.query.ts';
import { TermsFields } from './terms-fields.tsx';
import { TermsView } from './terms-view.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import { useSettingsForm } from './use-settings-form.ts';
import { WarningFields } from './warning-fields.tsx';

/** All settings of a mandate in one form; its terms are to read for whoever does not set them. */
export function SettingsForm({ read }: { readonly read: Settings }): ReactElement {
  const { may } = useActing();
  const withTerms = may('resource.billing.terms');
  const { form, base, isUnsaved, save, conflict, keepTyped, discard } = useSettingsForm(read, withTerms);
  const part = { control: form.control, refusedOf: (field: string) => refusedIn(save.error, field) };
  return (
    <form
      noValidate
      className="flex max-w-4xl flex-col gap-6"
      onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
    >
      <UnsavedGuard isUnsaved={isUnsaved} />
      {withTerms ? <TermsFields {...part} /> : <TermsView terms={base.terms} />}
      <WarningFields {...part} />
      <ReportFields {...part} />
      {conflict && <ChangedMeanwhile {...conflict} onKeep={keepTyped} onDiscard={discard} />}
      {save.error && !conflict && !isOfField(save.error) && <ProblemBlock error={save.error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" isPending={save.isPending} isDisabled={conflict !== undefined}>
          <Trans>Save</Trans>
        </Button>
        <Button onPress={discard} isDisabled={!isUnsaved || save.isPending}>
          <Trans>Discard changes</Trans>
        </Button>
        <p role="status" className="text-muted text-sm">
          {isUnsaved && <Trans>Not saved yet</Trans>}
        </p>
      </div>
    </form>
  );
}

/** Fields that show a refusal themselves. */
const FIELDS = /^(warnings\.|terms\.|recipients)/;

function isOfField(error: unknown): boolean {
  return FIELDS.test(fieldOf(error) ?? '');
}

/** A refused recipient is named by its place in the list. */
function refusedIn(error: unknown, field: string): string | undefined {
  const path = fieldOf(error);
  if (path === undefined || (path !== field && !path.startsWith(`${field}[`))) return undefined;
  return fieldProblem(error, path);
}

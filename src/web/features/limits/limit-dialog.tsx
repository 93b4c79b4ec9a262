import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SearchChoiceField } from '#web/ui/search-choice-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { LimitForm } from './limit-form.tsx';
import { limitOf, subjectFrom } from './limit-subject.ts';
import { limitSubjectsQuery } from './limit-subjects.query.ts';
import { limitsQuery } from './limits.query.ts';

/** Sets or changes the limit of a user or a key; without one in the address it is chosen here. */
export function LimitDialog({
  of,
  onChoose,
  onClose,
}: {
  readonly of: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const limits = useQuery(limitsQuery(mandate.id));
  const subjects = useQuery(limitSubjectsQuery(mandate.id));
  const [isMissing, setIsMissing] = useState(false);
  const subject = subjectFrom(of);
  const error = limits.error ?? subjects.error;
  const present = subject && limits.data && limitOf(limits.data, subject);
  const kinds = { user: t`User`, key: t`API key` };
  return (
    <DialogFrame
      title={present ? <Trans>Change the limit</Trans> : <Trans>Set a limit</Trans>}
      isOpen
      isImportant
      onClose={onClose}
    >
      {limits.data && subjects.data ? (
        <LimitForm
          subject={subject}
          present={present}
          onMissing={() => setIsMissing(true)}
          onDone={onClose}
          onCancel={onClose}
        >
          <SearchChoiceField
            label={t`Whose limit`}
            placeholder={t`Choose a user or an API key`}
            choices={subjects.data.map(({ id, scope, name, detail }) => ({
              value: id,
              label: name,
              hint: `${kinds[scope]} · ${detail}`,
            }))}
            value={of}
            onChange={onChoose}
            error={isMissing && !subject ? t`Choose whose limit it is.` : undefined}
          />
        </LimitForm>
      ) : error ? (
        <ProblemBlock error={error} retry={() => void Promise.all([limits.refetch(), subjects.refetch()])} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </DialogFrame>
  );
}

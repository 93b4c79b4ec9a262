import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SwitchField } from '#web/ui/switch-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { type ChatSettings, chatSettingsQuery, saveChatSettings } from './calls/chat-settings.query.ts';

const MOST_DAYS = 3_650;
const USUAL_DAYS = 90;

/** How long the conversations of a mandate are kept. */
export function KeepingPanel({ read }: { readonly read: ChatSettings }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [isLimited, setIsLimited] = useState(read.keepDays !== null);
  const [typed, setTyped] = useState((read.keepDays ?? USUAL_DAYS).toString());
  const days = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0;
  const isRight = !isLimited || (days >= 1 && days <= MOST_DAYS);
  const save = useMutation({
    mutationFn: () => saveChatSettings(mandate.id, { keepDays: isLimited ? days : null }),
    onSuccess: (saved) => {
      queryClient.setQueryData(chatSettingsQuery(mandate.id).queryKey, saved);
      notify(t`Saved.`);
    },
  });
  return (
    <Panel
      title={<Trans>How long conversations are kept</Trans>}
      lead={
        <Trans>
          Counted from the last message. Then messages, answers and files are deleted for good; bookings stay.
        </Trans>
      }
    >
      <form
        noValidate
        className="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) save.mutate();
        }}
      >
        <SwitchField
          label={<Trans>Delete conversations by themselves</Trans>}
          hint={<Trans>Off: they are kept until their user deletes them.</Trans>}
          isSelected={isLimited}
          onChange={setIsLimited}
        />
        {isLimited && (
          <TextField
            label={<Trans>Days</Trans>}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
            error={isRight ? undefined : t`A whole number from 1 to 3650.`}
          />
        )}
        {save.error && <ProblemBlock error={save.error} />}
        <div>
          <Button type="submit" look="primary" isPending={save.isPending} isDisabled={!isRight}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Panel>
  );
}

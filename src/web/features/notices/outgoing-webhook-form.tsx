import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Button } from '#web/ui/button.tsx';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import type { OutgoingWebhook } from './outgoing-webhook.query.ts';
import {
  removeOutgoingWebhook,
  renewOutgoingSecret,
  sendTestEvent,
  setOutgoingWebhook,
} from './outgoing-webhook-calls.ts';

/** Sets, tests and takes away the webhook; a new secret is shown once. */
export function OutgoingWebhookForm({ webhook }: { readonly webhook: OutgoingWebhook }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const form = useForm({ values: { url: webhook.url ?? '' } });
  const [secret, setSecret] = useState<string>();
  const refresh = () =>
    Promise.all(
      ['warning-webhook', 'webhook-deliveries'].map((key) =>
        queryClient.invalidateQueries({ queryKey: [key, mandate.id] }),
      ),
    );
  const set = useMutation({
    mutationFn: (url: string) => setOutgoingWebhook(mandate.id, url.trim()),
    onSuccess: async (answer) => {
      if (answer.secret !== undefined) setSecret(answer.secret);
      await refresh();
      notify(t`The webhook is set.`);
    },
  });
  const test = useMutation({ mutationFn: () => sendTestEvent(mandate.id), onSuccess: refresh });
  const isOfField = fieldOf(set.error) === 'url';
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit(({ url }) => set.mutate(url))(event)}
    >
      <FormText
        control={form.control}
        name="url"
        label={<Trans>Address</Trans>}
        hint={<Trans>It begins with https:// and is reachable on the public internet.</Trans>}
        maxLength={2_000}
        rules={{ required: t`Enter an address.` }}
        refused={fieldProblem(set.error, 'url')}
      />
      {set.error && !isOfField && <ProblemBlock error={set.error} />}
      {test.error && <ProblemBlock error={test.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" isPending={set.isPending}>
          <Trans>Save the address</Trans>
        </Button>
        {webhook.url !== null && (
          <Button isPending={test.isPending} onPress={() => test.mutate()}>
            <Trans>Send a test event</Trans>
          </Button>
        )}
        {webhook.url !== null && <SecretButton onSecret={setSecret} />}
        {webhook.url !== null && <RemoveButton />}
      </div>
      {secret !== undefined && <ShownSecret secret={secret} />}
      {webhook.oldSecretUntil !== null && <OldSecret until={webhook.oldSecretUntil} />}
    </form>
  );
}

function SecretButton({
  onSecret,
}: {
  readonly onSecret: (secret: string | undefined) => void;
}): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const renew = useMutation({
    mutationFn: () => renewOutgoingSecret(mandate.id),
    onSuccess: async ({ secret }) => {
      onSecret(secret);
      setIsAsking(false);
      await queryClient.invalidateQueries({ queryKey: ['warning-webhook', mandate.id] });
    },
  });
  return (
    <>
      <Button onPress={() => setIsAsking(true)}>
        <Trans>Make a new secret</Trans>
      </Button>
      <ConfirmDialog
        title={<Trans>Make a new secret?</Trans>}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        action={<Trans>Make a new secret</Trans>}
        look="primary"
        onConfirm={() => renew.mutate()}
        isPending={renew.isPending}
        error={renew.error}
      >
        <Trans>For 24 hours messages are signed with both secrets, then with the new one alone.</Trans>
      </ConfirmDialog>
    </>
  );
}

function RemoveButton(): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeOutgoingWebhook(mandate.id),
    onSuccess: async () => {
      setIsAsking(false);
      await queryClient.invalidateQueries({ queryKey: ['warning-webhook', mandate.id] });
    },
  });
  return (
    <>
      <Button onPress={() => setIsAsking(true)}>
        <Trans>Take away</Trans>
      </Button>
      <ConfirmDialog
        title={<Trans>Take the webhook away?</Trans>}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        action={<Trans>Take away</Trans>}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        error={remove.error}
      >
        <Trans>Nothing is sent there any more, and what waits is given up. Mails are sent as before.</Trans>
      </ConfirmDialog>
    </>
  );
}

function ShownSecret({ secret }: { readonly secret: string }): ReactElement {
  const { t } = useLingui();
  return (
    <div role="status" className="flex flex-col gap-2 rounded-lg border border-warn bg-warn-soft p-3">
      <p className="font-medium text-sm">
        <Trans>Secret</Trans>
      </p>
      <p className="flex items-start gap-2">
        <code className="min-w-0 flex-1 select-all break-all">{secret}</code>
        <CopyButton text={secret} label={t`Copy the secret`} />
      </p>
      <p>
        <Trans>This is the only time that you see it.</Trans>
      </p>
    </div>
  );
}

function OldSecret({ until }: { readonly until: string }): ReactElement | null {
  const end = timeText(until);
  if (new Date(until) < new Date()) return null;
  return (
    <p className="text-muted text-sm">
      <Trans>Until {end} messages are signed with the old secret as well.</Trans>
    </p>
  );
}

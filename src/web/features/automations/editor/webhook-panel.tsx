import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SidewaysBox } from '#web/ui/sideways-box.tsx';
import { makeSecret } from '../calls/automation-calls.ts';
import type { Automation } from '../model/automation-types.ts';
import type { Draft } from '../model/draft.ts';
import { webhookExample } from '../model/webhook-example.ts';

/** Where another program calls, and the secret that it signs with; shown once. */
export function WebhookPanel({
  automation,
  draft,
}: {
  readonly automation: Automation | undefined;
  readonly draft: Draft;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const secret = useMutation({
    mutationFn: (id: string) => makeSecret(mandate.id, id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['automation', mandate.id] }),
  });
  const webhook = automation?.webhook;
  if (!automation || !webhook)
    return (
      <Panel title={<Trans>Webhook</Trans>}>
        <p className="text-muted">
          <Trans>Once it is saved, you get its address here, and a secret to sign with.</Trans>
        </p>
      </Panel>
    );
  const values = draft.variables.map(({ name }) => name);
  return (
    <Panel title={<Trans>Webhook</Trans>}>
      <div className="flex flex-col gap-4">
        <Line label={t`Address`} text={webhook.url} />
        {secret.data ? (
          <div role="status" className="flex flex-col gap-2 rounded-lg border border-warn bg-warn-soft p-3">
            <Line label={t`Secret`} text={secret.data.secret} />
            <p>
              <Trans>This is the only time that you see it.</Trans>
            </p>
          </div>
        ) : (
          <div>
            <Button isPending={secret.isPending} onPress={() => secret.mutate(automation.id)}>
              {webhook.hasSecret ? <Trans>Make a new secret</Trans> : <Trans>Make the secret</Trans>}
            </Button>
            {webhook.hasSecret && (
              <p className="mt-1 text-muted text-sm">
                <Trans>The old one then ends at once.</Trans>
              </p>
            )}
          </div>
        )}
        {secret.error && <ProblemBlock error={secret.error} />}
        <Example text={webhookExample(webhook.url, values)} />
      </div>
    </Panel>
  );
}

function Line({ label, text }: { readonly label: string; readonly text: string }): ReactElement {
  const { t } = useLingui();
  return (
    <div>
      <p className="font-medium text-sm">{label}</p>
      <p className="flex items-start gap-2">
        <code className="min-w-0 flex-1 select-all break-all">{text}</code>
        <CopyButton text={text} label={t`Copy: ${label}`} />
      </p>
    </div>
  );
}

function Example({ text }: { readonly text: string }): ReactElement {
  const { t } = useLingui();
  return (
    <section aria-label={t`Example`}>
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-sm">
          <Trans>A call, signed by Standard Webhooks</Trans>
        </h3>
        <CopyButton text={text} label={t`Copy the example`} />
      </div>
      <SidewaysBox label={t`Example`}>
        <pre className="rounded-lg bg-sunken p-3 text-sm">
          <code>{text}</code>
        </pre>
      </SidewaysBox>
    </section>
  );
}

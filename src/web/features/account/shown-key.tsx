import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { exampleModelQuery } from './example-model.query.ts';
import type { NewKey } from './key-calls.ts';
import { keyExample } from './key-example.ts';

/** The key itself, which nobody will show again, and a line to try it with. */
export function ShownKey({
  made,
  onKept,
}: {
  readonly made: NewKey;
  readonly onKept: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const maySee = made.scopes.includes('call');
  const { data: model } = useQuery({ ...exampleModelQuery(mandate.id), enabled: maySee });
  const isUsable = model && (made.providers === null || made.providers.includes(model.provider));
  const example = keyExample(location.origin, made.key, made.scopes, isUsable ? model : undefined);
  return (
    <div className="flex flex-col gap-5">
      <p>
        <Trans>
          Keep it where you keep passwords. It is shown only now; whoever has it spends the money of{' '}
          <strong>{mandate.name}</strong>.
        </Trans>
      </p>
      <div className="flex items-start gap-2 rounded-xl bg-sunken p-3">
        <code className="min-w-0 flex-1 select-all break-all py-1.5">{made.key}</code>
        <CopyButton text={made.key} label={t`Copy the key`} />
      </div>
      <div>
        <div className="mb-1 flex items-center justify-between gap-3">
          <h3 className="font-medium text-sm">
            <Trans>Try it</Trans>
          </h3>
          <CopyButton text={example} label={t`Copy the example`} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} className="overflow-x-auto rounded-xl bg-sunken p-3 text-sm">
          <code>{example}</code>
        </pre>
      </div>
      <Button look="primary" className="self-end" onPress={onKept}>
        <Trans>I have kept it</Trans>
      </Button>
    </div>
  );
}

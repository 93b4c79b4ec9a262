import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import type { DeniedEntry, WhyNot } from '../model/model-entries.ts';

/** Models that may not be used here: why, and by which right they could be. */
export function DeniedModels({
  denied,
  icon: Icon,
}: {
  readonly denied: readonly DeniedEntry[];
  readonly icon: LucideIcon;
}): ReactElement | null {
  const { t } = useLingui();
  if (denied.length === 0) return null;
  return (
    <section aria-labelledby="denied-models">
      <h3 id="denied-models" className="mb-1 font-medium text-muted text-sm">
        <Trans>Not available to you</Trans>
      </h3>
      <ul className="flex flex-col">
        {denied.map(({ key, provider, model, reason, resource }) => (
          <li key={key} className="flex items-start gap-3 border-line border-b px-1 py-2 last:border-b-0">
            <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
            <span className="min-w-0">
              <span className="block break-words">
                {providerName(provider)} · {model}
              </span>
              <span className="block text-muted text-sm">
                {t(WHY_NOT[reason])}
                {reason === 'role' && (
                  <>
                    {' '}
                    <code className="break-all text-xs">{resource}</code>
                  </>
                )}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const WHY_NOT: Readonly<Record<WhyNot, MessageDescriptor>> = {
  role: msg`Your role does not include it; an administrator of the mandate can allow it:`,
  key: msg`The API key does not include it.`,
  provider_not_configured: msg`The provider is not connected.`,
  not_offered: msg`It is not offered at the moment.`,
  not_priced: msg`It has no price at the moment.`,
};

import { Trans, useLingui } from '@lingui/react/macro';
import { Minus, Plus } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { abilityText } from '../roles/ability-texts.ts';
import { roleDifference } from '../roles/role-difference.ts';
import type { RoleView } from '../roles/roles.query.ts';

/** What somebody gains and loses by another role. */
export function RoleChanges({ from, to }: { readonly from: RoleView; readonly to: RoleView }): ReactElement {
  const { t } = useLingui();
  const { gained, lost, providersGained, providersLost } = roleDifference(from, to);
  const use = (providers: readonly string[]) => providers.map((provider) => t`Use ${providerName(provider)}`);
  const more = [...gained.map((ability) => t(abilityText(ability))), ...use(providersGained)];
  const less = [...lost.map((ability) => t(abilityText(ability))), ...use(providersLost)];
  if (more.length === 0 && less.length === 0)
    return (
      <p className="text-muted">
        <Trans>By the rules of this mandate both roles may do the same.</Trans>
      </p>
    );
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line bg-sunken p-4">
      <Changes title={<Trans>Then may also</Trans>} texts={more} isGain />
      <Changes title={<Trans>Then may no longer</Trans>} texts={less} isGain={false} />
    </div>
  );
}

function Changes({
  title,
  texts,
  isGain,
}: {
  readonly title: ReactNode;
  readonly texts: readonly string[];
  readonly isGain: boolean;
}): ReactElement | null {
  if (texts.length === 0) return null;
  const Sign = isGain ? Plus : Minus;
  return (
    <div>
      <p className="font-medium">{title}</p>
      <ul>
        {texts.map((text) => (
          <li key={text} className="flex gap-2">
            <Sign aria-hidden className={`mt-1 size-4 shrink-0 ${isGain ? 'text-good' : 'text-bad'}`} />
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

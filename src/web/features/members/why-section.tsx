import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban, Check } from 'lucide-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { Unfolding } from '#web/ui/unfolding.tsx';
import { useActing } from '../me/use-acting.ts';
import { abilityText } from '../roles/ability-texts.ts';
import { reasonOf } from '../roles/role-cell.ts';
import type { Verdict } from '../roles/roles.query.ts';
import { WhyText } from '../roles/why-text.tsx';
import { type Abilities, abilitiesQuery } from './abilities.query.ts';
import type { Member } from './members.query.ts';

/** "Why may this user do that?": each provider and each denied model with the rule that decides, then all other rights. */
export function WhySection({ member }: { readonly member: Member }): ReactElement {
  const { mandate } = useActing();
  const abilities = useQuery(abilitiesQuery(mandate.id, member.userId));
  if (abilities.data) return <Verdicts abilities={abilities.data} />;
  if (abilities.error) return <ProblemBlock error={abilities.error} retry={() => void abilities.refetch()} />;
  return <Skeleton className="h-64 w-full" />;
}

function Verdicts({ abilities }: { readonly abilities: Abilities }): ReactElement {
  const { t } = useLingui();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-3">
        {abilities.providers.map((verdict) => (
          <ProviderVerdict key={verdict.provider} verdict={verdict} />
        ))}
      </ul>
      <p className="text-sm">
        <Link
          to="/billing/settings/roles"
          className="inline-block min-h-6 text-accent underline-offset-4 hover:underline"
        >
          <Trans>Change what the roles may use</Trans>
        </Link>
      </p>
      <Unfolding
        title={<Plural value={abilities.abilities.length} one="# other right" other="# other rights" />}
        isOpen={isOpen}
        onChange={setIsOpen}
      >
        <ul className="flex flex-col gap-1">
          {abilities.abilities.map((ability) => (
            <li key={ability}>
              {t(abilityText(ability))} <code className="wrap-anywhere text-muted text-xs">{ability}</code>
            </li>
          ))}
        </ul>
      </Unfolding>
    </div>
  );
}

function ProviderVerdict({ verdict }: { readonly verdict: Verdict }): ReactElement {
  const { provider, allowed, rule, resource, deniedModels } = verdict;
  return (
    <li>
      <Line isAllowed={allowed} name={providerName(provider)}>
        <WhyText reason={reasonOf(verdict)} rule={rule} />
      </Line>
      {deniedModels.length > 0 && (
        <ul className="mt-2 ml-6 flex flex-col gap-2">
          {deniedModels.map((model) => (
            <li key={model}>
              <Line isAllowed={false} name={model}>
                <Trans>
                  Denied by a rule of the role about this model,{' '}
                  <code className="wrap-anywhere rounded bg-sunken px-1 text-sm">
                    {resource}.{model}
                  </code>
                  .
                </Trans>
              </Line>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Line(props: {
  readonly isAllowed: boolean;
  readonly name: string;
  readonly children: ReactNode;
}): ReactElement {
  const Sign = props.isAllowed ? Check : Ban;
  return (
    <div className="flex gap-2">
      <Sign aria-hidden className={`mt-1 size-4 shrink-0 ${props.isAllowed ? 'text-good' : 'text-bad'}`} />
      <div className="min-w-0">
        <p className="break-words font-medium">{props.name}</p>
        <p className="text-sm">{props.children}</p>
      </div>
    </div>
  );
}

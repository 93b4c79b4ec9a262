import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import type { Terms } from './settings.query.ts';
import { BILLING_MODELS, VAT_TIMINGS } from './terms-words.ts';

/** What the operator has agreed with the mandate: to read, with what it means. */
export function TermsView({ terms }: { readonly terms: Terms }): ReactElement {
  const { t } = useLingui();
  const model = BILLING_MODELS[terms.billingModel];
  const vat = VAT_TIMINGS[terms.vatTiming];
  const ownMarkups = Object.entries(terms.providerMarkupPercent);
  return (
    <Panel
      title={<Trans>Billing model and terms</Trans>}
      lead={<Trans>Agreed with the operator, who alone can change them.</Trans>}
    >
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Term name={<Trans>Billing model</Trans>} meaning={t(model.meaning)}>
          {t(model.name)}
        </Term>
        {terms.billingModel === 'postpaid' && (
          <Term
            name={<Trans>Credit limit</Trans>}
            meaning={<Trans>So much can be owed before calls are refused.</Trans>}
          >
            <Money chf={terms.creditLimitChf} />
          </Term>
        )}
        {terms.billingModel === 'prepaid_user' && (
          <Term
            name={<Trans>Credit for a new user</Trans>}
            meaning={
              <Trans>Moved from the pool to their wallet when they are invited, if the pool has it.</Trans>
            }
          >
            <Money chf={terms.defaultUserCreditChf} />
          </Term>
        )}
        <Term
          name={<Trans>Markup</Trans>}
          meaning={<Trans>On the list price of the provider, in francs at the rate of the day.</Trans>}
        >
          {terms.markupPercent === null ? (
            <Trans>The operator’s usual one</Trans>
          ) : (
            <Percent value={terms.markupPercent} />
          )}
          {ownMarkups.map(([provider, percent]) => (
            <span key={provider} className="block font-normal">
              {providerName(provider)}: <Percent value={percent} />
            </span>
          ))}
        </Term>
        <Term name={<Trans>VAT is due</Trans>} meaning={t(vat.meaning)}>
          {t(vat.name)}
        </Term>
      </dl>
    </Panel>
  );
}

function Percent({ value }: { readonly value: string }): ReactElement {
  return <span className="figures">{value}&nbsp;%</span>;
}

function Term(props: {
  readonly name: ReactNode;
  readonly meaning: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-sm">{props.name}</dt>
      <dd className="font-medium">{props.children}</dd>
      <dd className="text-muted text-sm">{props.meaning}</dd>
    </div>
  );
}

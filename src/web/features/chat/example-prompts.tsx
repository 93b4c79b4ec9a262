import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';

/** Nothing was said yet: what it is for, and three ways to begin. */
export function ExamplePrompts({ onChoose }: { readonly onChoose: (text: string) => void }): ReactElement {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-4 py-6">
      <div>
        <h2 className="font-semibold text-lg">
          <Trans>What would you like to know?</Trans>
        </h2>
        <p className="max-w-prose text-muted">
          <Trans>
            Before you send, you see what it would cost; afterwards, what was charged. Ask up to three models
            at once to compare them.
          </Trans>
        </p>
      </div>
      <ul className="grid gap-3 md:grid-cols-3">
        {EXAMPLES.map((example) => (
          <li key={example.id} className="flex">
            <Button
              onPress={() => onChoose(t(example))}
              className="flex-1 cursor-pointer rounded-xl border border-line bg-surface p-3 text-left text-sm hover:border-line-strong hover:bg-sunken"
            >
              {t(example)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const EXAMPLES: readonly MessageDescriptor[] = [
  msg`Write a polite reminder for an invoice that is 30 days overdue.`,
  msg`Explain the difference between a balance and a credit limit in three sentences.`,
  msg`Make a table of the four Swiss national languages, with their shares of the population.`,
];

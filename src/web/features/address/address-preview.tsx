import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { type Control, useWatch } from 'react-hook-form';
import { addressLines, uidLine } from './address-lines.ts';
import type { AddressValues } from './address-values.ts';
import { useCountries } from './use-countries.ts';

/** The block as it will stand in the window of an envelope. */
export function AddressPreview({ control }: { readonly control: Control<AddressValues> }): ReactElement {
  const values = useWatch({ control }) as AddressValues;
  const country = useCountries().find(({ value }) => value === values.country)?.label ?? values.country;
  const lines = addressLines(values, country);
  const uid = uidLine(values.uid);
  return (
    <section
      aria-labelledby="address-preview"
      className="rounded-2xl border border-line bg-sunken p-4 sm:p-6"
    >
      <h2 id="address-preview" className="mb-3 font-semibold">
        <Trans>On invoices</Trans>
      </h2>
      {lines.length === 0 ? (
        <p className="text-muted">
          <Trans>The address appears here as it is typed.</Trans>
        </p>
      ) : (
        <address className="rounded-lg border border-line bg-surface p-4 not-italic">
          {lines.map((line) => (
            <span key={line} className="block break-words">
              {line}
            </span>
          ))}
          {uid !== undefined && <span className="mt-3 block text-muted text-sm">{uid}</span>}
        </address>
      )}
    </section>
  );
}

import { Counter, type Registry } from 'prom-client';
import type { CallObserver } from '#gateway/call-observer.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';

export function createCallMetrics(registry: Registry): CallObserver {
  const registers = [registry];
  const charges = new Counter({
    name: 'rappen_charges_total',
    help: 'Booked calls by provider and source of the usage (provider, journal, estimated, unknown).',
    labelNames: ['provider', 'source'],
    registers,
  });
  const chargedChf = new Counter({
    name: 'rappen_charged_chf_total',
    help: 'What these calls were charged, in CHF. For graphs; the bookings are exact.',
    labelNames: ['provider', 'source'],
    registers,
  });
  const absorbed = new Counter({
    name: 'rappen_absorbed_total',
    help: 'Calls that cost more than their hold and the balance could pay.',
    registers,
  });
  const absorbedChf = new Counter({
    name: 'rappen_absorbed_chf_total',
    help: 'What the operator paid for them, in CHF.',
    registers,
  });
  const upstream = new Counter({
    name: 'rappen_upstream_errors_total',
    help: 'Calls without a whole answer by provider and kind: not_sent, timeout, broken, too_large, cut, or its status (4xx, 5xx, ...).',
    labelNames: ['provider', 'kind'],
    registers,
  });
  return {
    charged(provider, { usageSource: source, amount }, absorbedNanoChf) {
      charges.inc({ provider, source });
      chargedChf.inc({ provider, source }, toChf(amount));
      if (absorbedNanoChf === 0n) return;
      absorbed.inc();
      absorbedChf.inc(toChf(absorbedNanoChf));
    },
    upstreamFailed: (provider, kind) => upstream.inc({ provider, kind }),
    upstreamRefused: (provider, status) =>
      upstream.inc({ provider, kind: `${String(Math.floor(status / 100))}xx` }),
  };
}

function toChf(amountNanoChf: bigint): number {
  return Number(amountNanoChf) / Number(NANO_PER_CHF);
}

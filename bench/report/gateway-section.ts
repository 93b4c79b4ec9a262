import type { GatewayResult } from '../gateway/gateway-bench.ts';
import type { CaseResult, GatewayCase, Measured } from '../gateway/gateway-cases.ts';
import { ms, perSecond, ratio, table, whole } from './numbers.ts';

const KINDS: Readonly<Record<GatewayCase['kind'], string>> = {
  json: '### Whole answers',
  stream: '### Streams, sent by the provider all at once',
  'paced stream': '### Streams, paced as by a model: 300 ms until the first token, then one every 20 ms',
};
const NAMES = { direct: 'direct', rappen: 'Rappen', portkey: 'Portkey' } as const;

export function gatewaySection({ cases, commitP50Ms, books }: GatewayResult): string[] {
  const kinds = ['json', 'stream', 'paced stream'] as const;
  return [
    '## Gateway',
    'The same small chat call directly to the simulated provider; through Rappen, with hold and charge durable, one hot prepaid ' +
      'pool, a limit of the user and one of the key; and through Portkey, which bills nothing. One after the other in every round.',
    ...kinds.flatMap((kind) => [KINDS[kind], caseTable(cases.filter((each) => each.kind === kind))]),
    `One commit of one small row takes ${ms(commitP50Ms)} (p50) on the gateway's own PostgreSQL. No call through Rappen failed. ` +
      `All ${whole(books.booked)} calls that were answered through it have a usage row and were billed by the provider, ` +
      'and `rappen verify` found no difference.',
    'On Node, Portkey 1.15.2 answers streams with status 500 (its issues 1389 and 1550); for the comparison the benchmark ' +
      'works around that from outside (bench/gateway/portkey-preload.mjs). It waits 25 ms before the first event of a stream.',
  ];
}

function caseTable(cases: readonly CaseResult[]): string {
  const rows = cases.flatMap(({ connections, of }) =>
    (['direct', 'rappen', 'portkey'] as const).map((name) => [
      whole(connections),
      NAMES[name],
      ...numbers(of[name], of.direct),
      ratio(of[name].requestsPerSecond / of.portkey.requestsPerSecond),
      whole(of[name].failed),
    ]),
  );
  const head = [
    'connections',
    'through',
    'requests',
    'p50',
    'p99',
    'added p50',
    'first byte p50',
    'added',
    'times Portkey',
    'failed',
  ];
  return table(head, rows);
}

function numbers(of: Measured, direct: Measured): string[] {
  return [
    perSecond(of.requestsPerSecond),
    ms(of.p50Ms),
    ms(of.p99Ms),
    of === direct ? '' : ms(of.p50Ms - direct.p50Ms),
    ms(of.firstByteP50Ms),
    of === direct ? '' : ms(of.firstByteP50Ms - direct.firstByteP50Ms),
  ];
}

import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { measureCommits } from '../commit-probe.ts';
import { median } from '../latencies.ts';
import type { HttpLoadResult } from '../load/http-load.ts';
import { requireAllAnswered, startHttpLoader } from '../load/http-loader.ts';
import { type Defer, inScope } from '../scope.ts';
import { type Books, checkBooks } from './books.ts';
import { CASES, type CaseResult, directiveOf, type GatewayCase, summarise } from './gateway-cases.ts';
import { callOf, directParty, type Party, portkeyParty, rappenParty } from './party.ts';
import { startPortkeyService } from './portkey-service.ts';
import { type RappenService, startRappenService } from './rappen-service.ts';
import { type SimulatorService, startSimulatorService } from './simulator-service.ts';

export interface GatewayResult {
  readonly cases: readonly CaseResult[];
  /** Median over the rounds, each taken right before the measurement with one connection. */
  readonly commitP50Ms: number;
  readonly books: Books;
}

interface Parties {
  readonly simulator: SimulatorService;
  readonly rappen: RappenService;
  readonly all: readonly Party[];
}

type Rounds = readonly { readonly case: GatewayCase; readonly of: Record<Party['name'], HttpLoadResult[]> }[];

/**
 * The same calls directly to the simulated provider, through Rappen with everything durable, and through Portkey, in turn, so
 * that whatever the machine does hits all of them. Throws if any call fails or if the books do not agree.
 */
export function benchGateway(options: BenchOptions): Promise<GatewayResult> {
  return inScope(async (defer) => {
    const parties = await startParties(options, defer);
    const load = startHttpLoader(defer);
    const rounds: Rounds = CASES.map((each) => ({ case: each, of: { direct: [], rappen: [], portkey: [] } }));
    const commits: number[] = [];
    let billedThroughRappen = 0;
    for (let round = 1; round <= options.rounds; round++) {
      for (const { case: each, of } of rounds) {
        if (each.connections === 1) commits.push((await measureCommits(parties.rappen.database.pool)).p50Ms);
        for (const party of parties.all) {
          const billedBefore = await parties.simulator.billedCalls();
          const result = await load(loadOf(options, each, party));
          // Portkey's failures are reported; ours end the benchmark.
          if (party.name !== 'portkey') requireAllAnswered(result);
          of[party.name].push(result);
          if (party.name === 'rappen')
            billedThroughRappen += (await parties.simulator.billedCalls()) - billedBefore;
          say(describe(round, each, party, result));
        }
      }
    }
    const answered = rounds.flatMap(({ of }) => of.rappen).reduce((sum, result) => sum + result.answered, 0);
    return {
      cases: rounds.map(({ case: each, of }) => ({ ...each, of: medians(of) })),
      commitP50Ms: median(commits),
      books: await checkBooks(parties.rappen, answered, billedThroughRappen),
    };
  });
}

async function startParties(options: BenchOptions, defer: Defer): Promise<Parties> {
  say('gateway: starting the simulator, Rappen and Portkey');
  const simulator = await startSimulatorService(defer);
  const { openaiBaseUrl } = simulator;
  const { profileDirectory } = options;
  const rappen = await startRappenService({ openaiBaseUrl, profileDirectory }, defer);
  const portkey = await startPortkeyService(defer);
  const all = [directParty(simulator.port), rappenParty(rappen), portkeyParty(portkey.port, openaiBaseUrl)];
  return { simulator, rappen, all };
}

function loadOf(options: BenchOptions, each: GatewayCase, party: Party) {
  return {
    port: party.port,
    request: callOf(party, { isStream: each.kind !== 'json', directive: directiveOf(each) }),
    connections: each.connections,
    warmUpMs: 1000 * options.warmUpSeconds,
    measureMs: 1000 * options.seconds,
  };
}

function medians(of: Rounds[number]['of']): CaseResult['of'] {
  return { direct: summarise(of.direct), rappen: summarise(of.rappen), portkey: summarise(of.portkey) };
}

function describe(
  round: number,
  { kind, connections }: GatewayCase,
  { name }: Party,
  result: HttpLoadResult,
) {
  const { requestsPerSecond, latency } = result;
  return (
    `gateway, round ${round}: ${kind}, ${connections} connection(s), ${name}: ` +
    `${requestsPerSecond.toFixed(0)} requests/s, p50 ${latency.p50Ms.toFixed(1)} ms, p99 ${latency.p99Ms.toFixed(1)} ms`
  );
}

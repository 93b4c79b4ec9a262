import { must } from '#kernel/assert.ts';
import type { LedgerEntry } from '#simulator/ledger/simulator-ledger.ts';
import { startChildProgram } from './child-program.ts';

/** The simulated providers in a process of their own, so that their ledger survives whatever happens to the gateway. */
export interface SimulatorProcess {
  /** As settings of a gateway: base URLs, and a key for each provider. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every call that has reached a provider, as soon as it is settled there. */
  ledger(): Promise<readonly LedgerEntry[]>;
  /** Directives for the next requests, as `simulator/script.ts` reads them. */
  script(entry: object): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAM = new URL('../../simulator/simulator-main.ts', import.meta.url);

export async function startSimulatorProcess(): Promise<SimulatorProcess> {
  const program = await startChildProgram({ program: PROGRAM, ready: /^(\{.*\})\n/ });
  const { url, baseUrls }: { url: string; baseUrls: Record<string, string> } = JSON.parse(
    must(program.match[1], 'the addresses'),
  );
  return {
    environment: Object.fromEntries(
      Object.entries(baseUrls).flatMap(([name, baseUrl]) => [
        [`${name.toUpperCase()}_BASE_URL`, baseUrl],
        [`${name.toUpperCase()}_API_KEY`, `operators-${name}-key`],
      ]),
    ),
    ledger: async () => {
      const answer = await fetch(`${url}/_sim/ledger`);
      return ((await answer.json()) as { entries: LedgerEntry[] }).entries;
    },
    script: async (entry) => {
      const answer = await fetch(`${url}/_sim/script`, { method: 'POST', body: JSON.stringify(entry) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: async () => {
      program.kill('SIGTERM');
      await program.exited;
    },
  };
}

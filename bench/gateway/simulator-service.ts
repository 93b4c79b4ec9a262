import { fileURLToPath } from 'node:url';
import { startService } from '../processes/service.ts';
import type { Defer } from '../scope.ts';

export interface SimulatorService {
  readonly port: number;
  /** OpenAI's base URL: with `/v1`. */
  readonly openaiBaseUrl: string;
  /** Calls that it has billed since its start. */
  billedCalls(): Promise<number>;
}

const SCRIPT = fileURLToPath(new URL('../../simulator/simulator-main.ts', import.meta.url));

/** The stand-in for the providers, as a process of its own. It only counts what it bills. */
export async function startSimulatorService(defer: Defer): Promise<SimulatorService> {
  const service = await startService({
    name: 'the simulator',
    args: [SCRIPT, '--max-ledger-entries', '0'],
    ready: /^\{.*"baseUrls".*\}$/,
  });
  defer(() => service.stop());
  const { url, port, baseUrls } = JSON.parse(service.ready[0]);
  return {
    port,
    openaiBaseUrl: baseUrls.openai,
    async billedCalls() {
      const response = await fetch(`${url}/_sim/counters`);
      const counters = (await response.json()) as { byProvider: Record<string, { billed: number }> };
      return Object.values(counters.byProvider).reduce((sum, { billed }) => sum + billed, 0);
    },
  };
}

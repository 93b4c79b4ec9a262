import { afterAll } from 'vitest';
import type { TestDatabase } from '#test/support/test-database.ts';
import { type GatewayProcess, startGatewayProcess } from '#test/torture/gateway-process.ts';
import { type SimulatorProcess, startSimulatorProcess } from '#test/torture/simulator-process.ts';

export interface Gateways {
  readonly processes: readonly GatewayProcess[];
  readonly simulator: SimulatorProcess;
}

/** Real processes on one database, and the providers in another. Call it at the top of a file: they end with it. */
export async function startGateways(database: TestDatabase, count: number): Promise<Gateways> {
  const simulator = await startSimulatorProcess();
  const environment = {
    ...simulator.environment,
    DATABASE_URL: database.ownerUrl,
    DATABASE_APP_URL: database.appUrl,
  };
  const processes: GatewayProcess[] = [];
  afterAll(async () => {
    for (const gateway of processes) gateway.kill('SIGTERM');
    await Promise.all(processes.map(({ exited }) => exited));
    await simulator.stop();
  });
  for (let started = 0; started < count; started++) processes.push(await startGatewayProcess(environment));
  return { processes, simulator };
}

import { Latencies } from '../latencies.ts';
import { serveWorker } from '../processes/serve-worker.ts';
import type { HttpLoad, HttpLoadResult } from './http-load.ts';
import { type LoadConnection, openLoadConnection } from './load-connection.ts';

serveWorker<HttpLoad, HttpLoadResult>(async (load) => {
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => openLoadConnection(load.port, load.request)),
  );
  return measure(connections, load);
});

async function measure(connections: readonly LoadConnection[], load: HttpLoad): Promise<HttpLoadResult> {
  const { warmUpMs, measureMs, maxCalls = Number.POSITIVE_INFINITY } = load;
  const latencies = new Latencies();
  const firstBytes = new Latencies();
  const from = performance.now() + warmUpMs;
  const until = measureMs === 0 ? Number.POSITIVE_INFINITY : from + measureMs;
  let sent = 0;
  let answered = 0;
  let problem: string | undefined;

  const call = async (connection: LoadConnection) => {
    sent++;
    const { latencyMs, firstByteMs } = await connection.call();
    answered++;
    const now = performance.now();
    if (now < from || now >= until) return;
    latencies.add(latencyMs);
    firstBytes.add(firstByteMs);
  };
  const keepCalling = async (first: LoadConnection) => {
    let connection = first;
    do {
      try {
        await call(connection);
      } catch (error) {
        problem ??= error instanceof Error ? error.message : String(error);
        connection.close();
        connection = await openLoadConnection(load.port, load.request);
      }
    } while (measureMs > 0 && sent < maxCalls && performance.now() < until);
    connection.close();
  };
  await Promise.all(connections.map(keepCalling));
  const latency = latencies.summary();
  const measuredMs = Math.min(performance.now(), until) - from;
  return {
    requestsPerSecond: (1000 * latency.count) / measuredMs,
    latency,
    firstByte: firstBytes.summary(),
    answered,
    failed: sent - answered,
    problem,
  };
}

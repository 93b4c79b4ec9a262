import { AppError } from '#kernel/error.ts';
import type { HttpServer } from './http-server.ts';

export interface HealthDeps {
  readonly pool: { query(sql: string): Promise<unknown> };
  readonly isStopping: () => boolean;
}

/** `/healthz`: the process lives. `/readyz`: it takes calls, and the database answers. For load balancers; no key. */
export function mountHealth(server: HttpServer, deps: HealthDeps): void {
  server.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  server.get('/readyz', async () => {
    if (deps.isStopping()) throw new AppError('overloaded', {}, 'The gateway is stopping.');
    await deps.pool.query('select 1').catch((error: unknown) => {
      throw new AppError('database_unavailable', {}, undefined, error);
    });
    return { status: 'ready' };
  });
}

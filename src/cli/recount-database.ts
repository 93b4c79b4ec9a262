import { failProof } from '#gateway/proof/proof.store.ts';
import { runProof } from '#gateway/proof/proof-run.ts';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import type { CommandResult } from './command.ts';
import type { CommandServices } from './command-services.ts';

/** Recounts everything, keeps the result, and answers it as commands print it. Waits for a recount that runs. */
export async function recountDatabase(
  services: Pick<CommandServices, 'db' | 'pool'>,
): Promise<CommandResult> {
  const id = newId('prf');
  const run = runProof(services, { id, source: 'command' }).catch(async (error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    await failProof(services.db, id, problem).catch(() => undefined);
    throw error;
  });
  const result = must(await run, 'the result of a recount that has just begun');
  const differences = result.differences.map((difference) => ({ ...difference }));
  return { answer: { ...result, differences }, differs: !result.ok };
}

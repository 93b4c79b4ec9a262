import { failProof } from '#gateway/proof/proof.store.ts';
import { runProof } from '#gateway/proof/proof-run.ts';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import { defineCommand } from './command.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  about:
    'recounts every balance, hold, limit, statistic and charge, and keeps the result; exit code 1 if anything differs',
  options: {},
  async run(services) {
    const id = newId('prf');
    const run = runProof(services, { id, source: 'command' }).catch(async (error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      await failProof(services.db, id, problem).catch(() => undefined);
      throw error;
    });
    const result = must(await run, 'the result of a recount that has just begun');
    const differences = result.differences.map((difference) => ({ ...difference }));
    return { answer: { ...result, differences }, differs: !result.ok };
  },
});

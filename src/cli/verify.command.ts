import { recount } from '#gateway/recount.ts';
import { defineCommand } from './command.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  about: 'recounts every balance, hold, limit, statistic and charge; exit code 1 if anything differs',
  options: {},
  async run(services) {
    const result = await recount(services);
    const differences = result.differences.map((difference) => ({ ...difference }));
    return { answer: { ...result, differences }, differs: !result.ok };
  },
});

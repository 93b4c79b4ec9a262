import { defineCommand } from './command.ts';
import { recountDatabase } from './recount-database.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  about:
    'recounts every balance, hold, limit, statistic and charge, and keeps the result; exit code 1 if anything differs',
  options: {},
  run: recountDatabase,
});

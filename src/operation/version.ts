import { readFileSync } from 'node:fs';

/** Of this Rappen, as package.json has it: `0.1.0`. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;

import type { Config } from './config.ts';

/**
 * What stands behind `npm start --`. Throws one clear line for what it does not know, and for sample data outside demo
 * mode: they are for a database of Rappen's own, and calls that cost nothing.
 */
export function readStartArguments(
  args: readonly string[],
  { isDemo, databaseUrl }: Pick<Config, 'isDemo' | 'databaseUrl'>,
): { readonly withSampleData: boolean } {
  const unknown = args.find((argument) => argument !== '--demo');
  if (unknown !== undefined) {
    throw new Error(
      `there is no argument ${unknown.slice(0, 60)}; the only one is --demo, which makes sample data`,
    );
  }
  if (args.length > 0 && !isDemo) {
    const reason = databaseUrl === undefined ? "a provider's API key" : 'DATABASE_URL';
    throw new Error(`--demo is for demo mode, which ${reason} has ended: unset it, or start without --demo`);
  }
  return { withSampleData: args.length > 0 };
}

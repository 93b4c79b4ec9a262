import { must } from '#kernel/assert.ts';
import { type ChildProgram, startChildProgram } from './child-program.ts';

/** Rappen itself, `src/main.ts`, in a process that may be killed. */
export interface GatewayProcess extends ChildProgram {
  /** `http://127.0.0.1:12345` */
  readonly url: string;
}

/** Few keys make thousands of calls. */
const SETTINGS = { PORT: '0', USD_CHF: '0.80', LOG_LEVEL: 'warn', RATE_LIMIT_CALLS_PER_MINUTE: '0' };
const PROGRAM = new URL('../../src/main.ts', import.meta.url);

/** `environment` names the database (DATABASE_URL, or DATA_DIR for the embedded one) and the providers. Rejects if it does not start. */
export async function startGatewayProcess(
  environment: Readonly<Record<string, string>>,
): Promise<GatewayProcess> {
  const program = await startChildProgram({
    program: PROGRAM,
    env: { ...SETTINGS, ...environment },
    ready: /Rappen listens on (http:\/\/\S+)/,
  });
  return { ...program, url: must(program.match[1], 'the address') };
}

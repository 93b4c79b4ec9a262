import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROVIDERS } from '#aicore/providers/index.ts';
import { prepareTokenizer } from '#aicore/tokens.ts';
import { issueDueStatements } from '#billing/statements/due-statements.ts';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { readSessionSecret } from '#identity/sign-in/session-secret.ts';
import { createLog, type Log } from '#kernel/log.ts';
import { queueMail } from '#mail/outbox.ts';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';
import { type Config, loadConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { bootstrap } from './onboarding/bootstrap.ts';
import { beginSampleTransfers } from './onboarding/demo/begin-sample-transfers.ts';
import { beginSampleWork } from './onboarding/demo/begin-sample-work.ts';
import { demoLogins } from './onboarding/demo/demo-logins.ts';
import { ensureSampleData } from './onboarding/demo/sample-data.ts';
import { startSchedule } from './schedule.ts';
import { serve, urlOf } from './serve.ts';
import { readStartArguments } from './start-arguments.ts';
import { administratorLogin, welcome } from './welcome.ts';

/** How long running calls may go on after SIGTERM. */
const GRACE_MS = 20_000;

/** How to stop what runs; the last that was started goes first. */
const stops: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

const stopAndExit = () => void stop().then(() => process.exit());
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stopAndExit);
// The launcher was killed: it can pass no signal on any more.
process.on('disconnect', stopAndExit);
process.channel?.unref();
try {
  const providerNames = PROVIDERS.map(({ name }) => name);
  const config = loadConfig(process.env, providerNames);
  const { withSampleData } = readStartArguments(process.argv.slice(2), config);
  await start(config, createLog(config.logLevel), withSampleData);
} catch (error) {
  process.stderr.write(`rappen: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  await stop();
}

async function start(config: Config, log: Log, withSampleData: boolean): Promise<void> {
  const ownerUrl = config.databaseUrl ?? (await startOwnDatabase(config, log));
  const appUrl = config.databaseAppUrl;
  const database = await prepareDatabase(ownerUrl, appUrl === undefined ? {} : { appUrl });
  const simulator = config.isDemo ? await startOwnSimulator() : undefined;
  const context = createContext({
    databaseUrl: database.appUrl,
    targets: simulator ? simulatedTargets(simulator) : configuredTargets(config),
    publicUrl: config.publicUrl,
    rateLimits: config.rateLimits,
    trustedProxies: config.trustedProxies,
    isSimulated: simulator !== undefined,
    defaultMarkupPpm: config.markupPpm,
    mail: { server: config.mailServer, from: config.mailFrom },
    log,
    sessionSecret: await readSessionSecret(config.sessionSecret, config.dataDirectory),
    oidc: config.oidc,
    sendMail: queueMail,
    pagesDirectory: builtPages(),
  });
  stops.push(context.close);
  const result = await bootstrap(context.database.db, {
    ...config,
    demoDirectory: config.isDemo ? config.dataDirectory : undefined,
  });
  // Said at once: the password is shown this once, whatever goes wrong after it.
  process.stdout.write(administratorLogin(result));
  if (config.isDemo) await makeSampleData(context, ownerUrl, config.markupPpm, withSampleData);
  prepareTokenizer();
  // What is sent by itself has links, and may be due before the server listens.
  if (config.port !== 0) context.publicAddress.listensAt(urlOf(config));
  const stopSchedule = await startSchedule(context);
  stops.push(() => stopSchedule(GRACE_MS));
  if (config.isDemo) await makeSampleWork(context);
  if (config.isDemo) await issueSampleStatements(context);
  const served = await serve(context, config);
  // At once, so that they share the time that they may take.
  stops.push(() => Promise.all([served.stop(GRACE_MS), stopSchedule(GRACE_MS)]));
  process.stdout.write(
    welcome(config.publicUrl ?? served.url, result, await demoLogins(context.database.db)),
  );
}

/** Ends with the day that is being booked when Rappen is told to stop; the next start goes on. */
async function makeSampleData(
  { database }: Context,
  ownerUrl: string,
  defaultMarkupPpm: number,
  isWanted: boolean,
): Promise<void> {
  const told = new AbortController();
  const say = (line: string) => process.stdout.write(`${line}\n\n`);
  const made = ensureSampleData(database.db, {
    ...{ ownerUrl, defaultMarkupPpm, isWanted, say },
    signal: told.signal,
  });
  stops.push(async () => {
    told.abort(new Error('the sample data are incomplete; the next start goes on with them'));
    await made.catch(() => undefined);
  });
  await made;
}

/** Without it there is less to see, and nothing else is wrong. */
async function makeSampleWork({ database: { db }, desk, catalogue, log }: Context): Promise<void> {
  await beginSampleTransfers(db).catch((err: unknown) => {
    log.warn({ err }, 'the sample payments are incomplete');
  });
  await beginSampleWork({ db, desk, catalogue }).catch((err: unknown) => {
    log.warn({ err }, 'the sample conversations and automations are incomplete');
  });
}

/** Of the months that the sample data have, so that there is something to look at before the first morning. */
async function issueSampleStatements({ database: { db }, log, stopping }: Context): Promise<void> {
  await issueDueStatements({ db, log, signal: stopping }).catch((err: unknown) => {
    log.warn({ err }, 'the sample statements are incomplete');
  });
}

/** Built before the start by scripts/launch.mjs; undefined where somebody starts this file by hand and has built none. */
function builtPages(): string | undefined {
  const directory = fileURLToPath(new URL('../dist/pages', import.meta.url));
  return existsSync(join(directory, 'index.html')) ? directory : undefined;
}

async function startOwnDatabase(config: Config, log: Log): Promise<string> {
  const server = await startEmbedded({ dataDir: config.dataDirectory, log });
  stops.push(server.stop);
  return server.ownerUrl;
}

async function startOwnSimulator(): Promise<Simulator> {
  const simulator = await startSimulator({ maxLedgerEntries: 0 });
  stops.push(simulator.close);
  return simulator;
}

function simulatedTargets({ baseUrls }: Simulator) {
  const urls: Readonly<Record<string, string>> = baseUrls;
  return PROVIDERS.map((provider) => ({
    provider,
    baseUrl: urls[provider.name] ?? provider.defaultBaseUrl,
    apiKey: 'simulated',
  }));
}

/** Providers without a key are not offered. */
function configuredTargets({ providers }: Config) {
  return PROVIDERS.flatMap((provider) => {
    const { apiKey, baseUrl = provider.defaultBaseUrl } = providers[provider.name] ?? {};
    return apiKey === undefined ? [] : [{ provider, baseUrl, apiKey }];
  });
}

/** In order, once. A fault in one step does not keep the others from stopping. */
function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const stopOne of stops.reverse()) {
      await stopOne().catch((error: unknown) => {
        process.stderr.write(`rappen: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
      });
    }
  })();
  return stopping;
}

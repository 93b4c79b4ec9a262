import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerRequest } from './answer-request.ts';
import type { ProviderName, SimulatedProvider } from './call.ts';
import { answerControl, resetState } from './control-routes.ts';
import { SimulatorLedger } from './ledger/simulator-ledger.ts';
import { anthropic } from './providers/anthropic/anthropic-provider.ts';
import { openai } from './providers/openai/openai-provider.ts';
import { perplexity } from './providers/perplexity/perplexity-provider.ts';
import { tavily } from './providers/tavily/tavily-provider.ts';
import { RepeatedAnswers } from './repeated-answers.ts';
import { Script, type ScriptEntry } from './script.ts';
import { DEFAULT_SETTINGS, type Settings } from './simulator-settings.ts';
import type { SimulatorState } from './simulator-state.ts';

export interface SimulatorOptions {
  /** 0 or nothing: any free one. */
  readonly port?: number;
  /** 127.0.0.1 unless said otherwise. */
  readonly host?: string;
  readonly settings?: Partial<Settings>;
  /** The key that a provider insists on; without one it takes any that is not empty. */
  readonly keys?: Readonly<Partial<Record<ProviderName, string>>>;
  /** Entries that the ledger keeps; beyond them it only counts. 0 for benchmarks. */
  readonly maxLedgerEntries?: number;
}

export interface Simulator {
  readonly url: string;
  readonly port: number;
  /** What the official SDKs take as their base URL. */
  readonly baseUrls: Readonly<Record<ProviderName, string>>;
  readonly ledger: SimulatorLedger;
  /** Directives for the next matching requests. */
  script(entry: ScriptEntry): void;
  changeSettings(settings: Partial<Settings>): void;
  /** Empties ledger and script, and restores the default settings. */
  reset(): void;
  close(): Promise<void>;
}

const PROVIDER_LIST: readonly SimulatedProvider[] = [openai, anthropic, perplexity, tavily];
const DEFAULT_LEDGER_ENTRIES = 200_000;

/** Starts one server that answers as all four providers do, each below its own path. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const state: SimulatorState = {
    ledger: new SimulatorLedger(options.maxLedgerEntries ?? DEFAULT_LEDGER_ENTRIES),
    script: new Script(),
    repeated: new RepeatedAnswers(),
    keys: options.keys ?? {},
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
  };
  const host = options.host ?? '127.0.0.1';
  const server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 },
    (request, response) => {
      route(state, request, response).catch((error: unknown) => fail(response, error));
    },
  );
  const port = await listen(server, options.port ?? 0, host);
  const url = `http://${host}:${port}`;
  const baseUrl = ({ basePath }: SimulatedProvider) => url + basePath;
  return {
    url,
    port,
    baseUrls: {
      anthropic: baseUrl(anthropic),
      openai: baseUrl(openai),
      perplexity: baseUrl(perplexity),
      tavily: baseUrl(tavily),
    },
    ledger: state.ledger,
    script: (entry) => state.script.add(entry),
    changeSettings: (settings) => {
      state.repeated.forget();
      state.settings = { ...state.settings, ...settings };
    },
    reset: () => resetState(state),
    close: () => close(server),
  };
}

async function route(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  for (const provider of PROVIDER_LIST) {
    if (path.startsWith(provider.prefix) && path[provider.prefix.length] === '/') {
      return answerRequest(state, provider, path.slice(provider.prefix.length), request, response);
    }
  }
  return answerControl(state, new URL(url, 'http://simulator'), request, response);
}

/** A fault of the simulator itself, or a caller who left while sending. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(599, { 'content-type': 'text/plain' }).end(`simulator: ${String(error)}`);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, 1024, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

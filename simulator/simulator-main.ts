import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

/**
 * The simulator as a process of its own: `node simulator/simulator-main.ts --port 4010`. Prints one line of JSON with its
 * addresses once it listens; SIGTERM or SIGINT ends it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    'output-tokens': { type: 'string' },
    'chunk-delay-ms': { type: 'string' },
    'first-byte-delay-ms': { type: 'string' },
    chunks: { type: 'string' },
    'max-ledger-entries': { type: 'string' },
  },
});

const simulator = await startSimulator({
  port: wholeNumber('port', values.port),
  host: values.host,
  settings: {
    ...setting('outputTokens', values['output-tokens']),
    ...setting('chunkDelayMs', values['chunk-delay-ms']),
    ...setting('firstByteDelayMs', values['first-byte-delay-ms']),
    ...setting('chunks', values.chunks),
  },
  ...setting('maxLedgerEntries', values['max-ledger-entries']),
});
const { url, port, baseUrls } = simulator;
process.stdout.write(`${JSON.stringify({ url, port, baseUrls, pid: process.pid })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => simulator.close().then(() => process.exit(0)));
}

function setting(name: string, text: string | undefined): Record<string, number> {
  return text === undefined ? {} : { [name]: wholeNumber(name, text) };
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`${name} must be a whole number, not ${text}\n`);
  process.exit(2);
}

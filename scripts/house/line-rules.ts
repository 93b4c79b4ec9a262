import { isCode, isTest, type TextFile } from '../source-files.ts';
import { type HouseRule, lineRule } from './house-rule.ts';

const MACHINE_PATH = /(?<![\w.:/-])\/(work|opt|home|Users|mnt|workspace|media)\/[\w.-]+/;
const REGISTRY_HOST = /https?:\/\/[\w.-]*(registry|artifactory|nexus|verdaccio|mirror)[\w.-]*/;
const PUBLIC_REGISTRY = 'https://registry.npmjs.org';
const SILENCED = /@ts-(ignore|nocheck)/;
const EXPECTED_ERROR = /@ts-expect-[e]rror(?!:? \w)/;
const BIOME_SILENCED = /biome-[i]gnore(?!\S* [\w/]+: \w)/;
/** To hand `process.env` to `loadConfig` is no reading; PATH is for starting programs. */
const ENVIRONMENT_READ = /process\.env(\.(?!PATH\b)|\[)|= *process\.env/;
const GLOBAL_FETCH = /(?<![.\w])fetch\(|globalThis\.fetch/;
const SENDING = /\bupstream\.send\(/;
const SPENDING = /\bledger\.(authorize|capture)\(/;

/** The metered call's step; and calls that cost nothing (lists of models) are sent without a hold. */
const SENDERS = ['src/gateway/send-call.ts', 'src/gateway/free-call.ts'];
/** The metered call's steps (scripts/borders.ts keeps them for it alone), and the ledger itself. */
const SPENDERS = ['src/gateway/authorise-call.ts', 'src/gateway/settle-call.ts', 'src/billing/'];

export const LINE_RULES: HouseRule[] = [
  lineRule('no path of a machine', isOurText, (line) => found(MACHINE_PATH, line)),
  lineRule('no host of a package registry', isOurText, (line) =>
    line.includes(PUBLIC_REGISTRY) ? undefined : found(REGISTRY_HOST, line),
  ),
  lineRule('the lock file names no download address', isLockFile, (line) => found(/"resolved"/, line)),
  lineRule(
    'the compiler is never silenced, the linter only with a reason',
    isCode,
    (line) => found(SILENCED, line) ?? found(EXPECTED_ERROR, line) ?? found(BIOME_SILENCED, line),
  ),
  lineRule('only config.ts reads the environment', isShipped('src/config.ts'), (line) =>
    found(ENVIRONMENT_READ, line),
  ),
  lineRule('nothing calls out but the gateway', isShipped('src/gateway/upstream'), (line) =>
    found(GLOBAL_FETCH, line),
  ),
  lineRule('only the metered call sends', isShipped(...SENDERS), (line) => found(SENDING, line)),
  lineRule('only the metered call spends', isShipped(...SPENDERS), (line) => found(SPENDING, line)),
];

function found(pattern: RegExp, line: string): string | undefined {
  const match = pattern.exec(line);
  return match ? `\`${match[0]}\`` : undefined;
}

function isLockFile({ path }: TextFile): boolean {
  return path.endsWith('package-lock.json');
}

function isOurText(file: TextFile): boolean {
  return !isLockFile(file);
}

/** Code in src/ that is no test, except what starts with one of the paths. */
function isShipped(...exceptions: string[]): (file: TextFile) => boolean {
  return (file) =>
    file.path.startsWith('src/') &&
    isCode(file) &&
    !isTest(file) &&
    !exceptions.some((exception) => file.path.startsWith(exception));
}

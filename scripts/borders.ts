import type { IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Who may import whom, as one total order: a folder imports from itself and from lines above its own, never from its
 * siblings on the same line. The files right under src/ wire the folders together and may import all of them. Tests and
 * benchmarks may import everything, and nothing imports them.
 */
const LAYERS = [
  ['kernel'],
  ['db'],
  ['http', 'queue', 'pdf'],
  ['mail'],
  ['identity'],
  ['aicore', 'billing'],
  ['gateway'],
  ['operation', 'workflows'],
  ['onboarding'],
  ['cli'],
];
/** What the pages may use of the rest: shapes of the API, and what is pure and needs no Node. */
const FOR_PAGES =
  '[.]contract[.]ts$|^src/kernel/(biggest-changes|country-codes|day-text|decimal|iban|language|money|money-text|password-length|provider-name|share-text|uid|zurich-time)[.]ts$';
/** Inside src/web, the same: pages are made of features, features of parts. */
const PAGE_LAYERS = ['lib', 'ui', 'features', 'pages', 'routes'];
/** Where demo mode starts the simulated providers. */
const DEMO_MODE = '^src/(main|context)[.]ts$';

const OURS = '^(src|simulator|test|bench|scripts)/';
const TESTS = '[.]test[.]ts$|^(test|bench)/';
/** The steps of the metered call that send, hold or capture. */
const STEPS = '^src/gateway/(authorise|send|answer|settle)-call[.]ts$';
const METERED_CALL = '^src/gateway/metered-call[.]ts$';

export const BORDER_RULES: IForbiddenRuleType[] = [
  ...LAYERS.flatMap((folders, line) => folders.map((folder) => layerRule(folder, line))),
  {
    name: 'pages-know-only-the-contract',
    comment: 'src/web runs in the browser: it imports itself, *.contract.ts, and the pure part of the kernel',
    severity: 'error',
    from: { path: '^src/web/', pathNot: TESTS },
    to: { path: '^src/', pathNot: `^src/web/|${FOR_PAGES}` },
  },
  {
    name: 'nothing-imports-pages',
    comment: 'the server knows the pages only as the files that are built of them',
    severity: 'error',
    from: { path: '^(src/[^/]+[.]ts$|simulator/)', pathNot: TESTS },
    to: { path: '^src/web/' },
  },
  ...PAGE_LAYERS.map(pageLayerRule),
  {
    name: 'every-folder-has-its-line',
    comment: 'a folder in src/ that is not in the order of scripts/borders.ts',
    severity: 'error',
    from: { path: '^src/[^/]+/', pathNot: `^src/(${[...LAYERS.flat(), 'web'].join('|')})/` },
    to: {},
  },
  {
    name: 'simulator-is-an-independent-witness',
    comment: 'the simulator shares only the kernel with the code that it checks',
    severity: 'error',
    from: { path: '^simulator/', pathNot: TESTS },
    to: { path: OURS, pathNot: '^(simulator|src/kernel)/' },
  },
  {
    name: 'simulator-only-for-demo-mode',
    comment: 'only main and context start the simulator; nothing else in src/ knows it',
    severity: 'error',
    from: { path: '^src/', pathNot: `${TESTS}|${DEMO_MODE}` },
    to: { path: '^simulator/' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'code that ships imports neither tests nor benchmarks',
    severity: 'error',
    from: { path: '^src/', pathNot: TESTS },
    to: { path: `${TESTS}|^scripts/` },
  },
  {
    name: 'only-the-metered-call-spends',
    comment:
      'the steps that send a call, hold money for it and capture it are taken by gateway/metered-call.ts alone',
    severity: 'error',
    from: { path: '^src/', pathNot: `${TESTS}|${METERED_CALL}|${STEPS}` },
    to: { path: STEPS, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only-context-makes-the-sender',
    comment: 'gateway/upstream.ts sends to providers; context.ts makes it and gives it to the gateway',
    severity: 'error',
    from: { path: '^src/', pathNot: `${TESTS}|^src/context[.]ts$` },
    to: { path: '^src/gateway/upstream[.]ts$', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only-upstream-speaks-http',
    comment:
      'a client for outgoing HTTP is imported only by gateway/upstream*.ts, so no call goes unmetered; and by the sender of ' +
      'webhooks, which looks at each address before it calls it',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: `${TESTS}|^src/gateway/upstream[^/]*[.]ts$|^src/billing/notifications/webhook-sender[.]ts$`,
    },
    to: { path: 'node_modules/(undici|axios|got|node-fetch)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only-sign-in-knows-better-auth',
    comment: 'better-auth is asked through identity/sign-in/, which opens few of its doors and guards them',
    severity: 'error',
    from: { path: '^src/', pathNot: `${TESTS}|^src/identity/sign-in/` },
    to: { path: 'node_modules/(@?better-auth|better-call)/' },
  },
  {
    name: 'only-the-processor-knows-the-ai-sdk',
    comment:
      'the AI SDK calls out by itself unless it is given another way: workflows/processor/ gives it the metered call',
    severity: 'error',
    from: { path: '^src/', pathNot: `${TESTS}|^src/workflows/(processor|chat-completions)/` },
    to: { path: 'node_modules/(ai|@ai-sdk)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'loaded-late',
    comment:
      'libraries that draw and write files are loaded for the first one: most processes never need them',
    severity: 'error',
    from: { path: '^src/', pathNot: TESTS },
    to: {
      path: 'node_modules/(pdfkit|fontkit|hucre|@napi-rs/canvas)/',
      dependencyTypesNot: ['type-only'],
      dynamic: false,
    },
  },
  {
    name: 'no-circle',
    comment: 'a circle of imports (of types alone it would be allowed)',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    comment: 'an import that cannot be resolved would escape every other rule',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

function layerRule(folder: string, line: number): IForbiddenRuleType {
  const allowed = [folder, ...LAYERS.slice(0, line).flat()];
  return {
    name: `${folder}-imports-only-from-above`,
    comment: `src/${folder} may import from: ${allowed.join(', ')}`,
    severity: 'error',
    from: { path: `^src/${folder}/`, pathNot: TESTS },
    to: { path: '^src/', pathNot: `^src/(${allowed.join('|')})/` },
  };
}

function pageLayerRule(folder: string, line: number): IForbiddenRuleType {
  const below = PAGE_LAYERS.slice(line + 1).join('|');
  return {
    name: `web-${folder}-imports-only-from-above`,
    comment: `inside src/web: ${PAGE_LAYERS.join(' < ')}`,
    severity: 'error',
    from: { path: `^src/web/${folder}/`, pathNot: TESTS },
    to: { path: `^src/web/(${below === '' ? '-' : below})/` },
  };
}

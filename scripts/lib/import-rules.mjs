// The import rules as data: where each looks, what must not stand there, and why.
const SERVER = 'packages/server/src';
const WEB = 'packages/web/src';
const CLI = 'packages/cli/src';
const SDK = 'packages/sdk/src';
export const CORE = '@pharos/core/';
const isTest = (file) => /\.test\.tsx?$/.test(file) || file.includes('/testing/');
export const within = (path, ...folders) => folders.some((folder) => path.startsWith(`${folder}/`));
const packageOf = (path) => /^(packages\/[^/]+|[^/]+)\//.exec(path)?.[1];
const sliceOf = (path) => /\/features\/([^/]+)\//.exec(path)?.[1];
const systemOf = (path) => /\/(?:compat|receive)\/([^/]+)\//.exec(path)?.[1];
const FRAMEWORK =
  /^(react|react-dom|vite|@tanstack|fastify|@fastify|pg|chdb|kysely|@clickhouse|@electric-sql)(\/|$)/;

/** `from` is the file, `to` the path it imports in the repository or the package's name, `name` the import as written. */
export const IMPORT_RULES = [
  {
    why: 'core is pure: it imports only itself and zod',
    breaks: (from, to) =>
      within(from, 'packages/core/src') && !isTest(from) && !within(to, 'packages/core/src') && to !== 'zod',
  },
  {
    why: 'relative imports end in .ts or .tsx',
    breaks: (_from, to) => to.startsWith('packages/') && !/\.(tsx?|css|json|svg)(\?\w+)?$/.test(to),
  },
  {
    why: `another package is imported as ${CORE}<file>, never by path`,
    breaks: (from, to, name) =>
      name.startsWith('.') &&
      packageOf(from) !== packageOf(to) &&
      !within(from, 'bench', 'e2e') &&
      !(within(from, CLI, SDK) && isTest(from)),
  },
  {
    why: 'receive and pipeline know no feature',
    breaks: (from, to) =>
      within(from, `${SERVER}/receive`, `${SERVER}/pipeline`) && within(to, `${SERVER}/features`),
  },
  {
    why: 'pipeline does not know who feeds it: what it shares with receive is in intake/',
    breaks: (from, to) =>
      within(from, `${SERVER}/pipeline`) && !isTest(from) && within(to, `${SERVER}/receive`),
  },
  {
    why: 'intake/ is words alone: it knows neither who receives nor who stores',
    breaks: (from, to) =>
      within(from, `${SERVER}/intake`) && within(to, SERVER) && !within(to, `${SERVER}/intake`),
  },
  {
    why: 'a store knows nothing of those who use it',
    breaks: (from, to) =>
      within(from, `${SERVER}/store`) &&
      !isTest(from) &&
      within(to, ...['receive', 'pipeline', 'features', 'http', 'live'].map((layer) => `${SERVER}/${layer}`)),
  },
  {
    why: 'a feature never imports another feature',
    breaks: (from, to) => {
      const [slice, other] = [sliceOf(from), sliceOf(to)];
      return slice !== undefined && other !== undefined && slice !== other && !isTest(from);
    },
  },
  {
    why: 'a feature sees neither receive nor pipeline',
    breaks: (from, to) =>
      within(from, `${SERVER}/features`) &&
      !isTest(from) &&
      within(to, `${SERVER}/receive`, `${SERVER}/pipeline`),
  },
  {
    why: "what another system's SDKs expect sees core, the stores and http; of rooms for one system only its own",
    breaks: (from, to) =>
      within(from, `${SERVER}/compat`) &&
      !isTest(from) &&
      (within(to, `${SERVER}/features`, `${SERVER}/pipeline`) ||
        (systemOf(to) !== undefined && systemOf(to) !== systemOf(from))),
  },
  {
    why: 'only app.ts constructs and connects: nothing but main.ts and tests imports it',
    breaks: (from, to) => to === `${SERVER}/app.ts` && from !== `${SERVER}/main.ts` && !isTest(from),
  },
  {
    why: 'what app.ts connects is told to it, and to a part that is made of such parts, alone',
    breaks: (from, to) =>
      (to === `${SERVER}/plugins.ts` || to.startsWith(`${SERVER}/compose-`)) &&
      from !== `${SERVER}/app.ts` &&
      from !== `${SERVER}/plugins.ts` &&
      !from.startsWith(`${SERVER}/compose-`),
  },
  {
    why: 'database libraries are used in store/ alone',
    breaks: (from, to) =>
      within(from, SERVER) &&
      !within(from, `${SERVER}/store`) &&
      !isTest(from) &&
      /^(chdb|pg|@clickhouse\/client|@electric-sql\/pglite)(\/|$)/.test(to),
  },
  {
    why: 'charts know no router, no data loading and no feature',
    breaks: (from, to) =>
      within(from, `${WEB}/charts`) &&
      (/^@tanstack\/react-(router|query)/.test(to) || within(to, `${WEB}/api`, `${WEB}/features`)),
  },
  {
    why: 'the demo knows the product only by its public API',
    breaks: (from, to) => within(from, 'demo') && (FRAMEWORK.test(to) || within(to, SERVER, WEB)),
  },
  {
    why: 'the command line knows the product only by its public API',
    breaks: (from, to) =>
      within(from, CLI) && !isTest(from) && (FRAMEWORK.test(to) || within(to, SERVER, WEB)),
  },
  {
    why: 'a program that uses the SDK needs nothing else of the product: only OpenTelemetry and Node',
    breaks: (from, to) =>
      within(from, SDK) && !isTest(from) && !within(to, SDK) && !/^(node:|@opentelemetry\/)/.test(to),
  },
];

export const TEXT_RULES = [
  {
    why: 'only config.ts reads the environment',
    where: (file) =>
      within(file, SERVER, 'packages/core/src') && !isTest(file) && file !== `${SERVER}/config.ts`,
    pattern: /\bprocess\.env\b/,
  },
  {
    why: 'only web/api talks to the server',
    where: (file) => within(file, WEB) && !within(file, `${WEB}/api`) && !isTest(file),
    pattern: /(?<![.\w])(fetch\(|new (EventSource|WebSocket|XMLHttpRequest)\()/,
  },
  {
    why: "no file names a machine's path",
    where: (file) => file !== 'scripts/lib/import-rules.mjs',
    pattern: /["'`\s(](\/work\/|\/root\/|\/home\/[a-z]+\/)/,
  },
];

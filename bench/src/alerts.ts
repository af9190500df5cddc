import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { makeBodies } from './bodies.ts';
import { ingest } from './ingest.ts';
import { createRandom } from './random.ts';
import { startServer } from './server.ts';
import { settled } from './settled.ts';
import { round } from './statistics.ts';

/*
 * How much of a processor it takes to evaluate 1,000 rules of 20 groups each every minute, on a million spans of a day: what the
 * built server uses with the rules beyond what it uses without. `npm run bench:alerts`, or with fewer: `npm run bench:alerts -- 200`
 */
const RULES = Number(process.argv[2] ?? 1_000);
const SPANS = 1_000_000;
const GROUPS = 20;
const MINUTES = 4;
const TARGET_SECONDS = 20;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Spans go on for as long as this takes. */
const AHEAD_MS = 20 * MINUTE;

/** Metrics with what each is held against, as teams have them: some differ by the metric alone, some by what they look at. */
const WATCHED: readonly { metric: string; limit: number }[] = [
  { metric: 'errorRate', limit: 0.2 },
  { metric: 'requestErrors', limit: 500 },
  { metric: 'latencyP95', limit: 60_000 },
  { metric: 'requests', limit: 100_000 },
  { metric: 'cost', limit: 1_000 },
  { metric: 'tokens', limit: 100_000_000 },
  { metric: 'modelLatencyP95', limit: 60_000 },
  { metric: 'modelErrors', limit: 500 },
];
/** Each has twenty values and more in every window. */
const BY = [['user'], ['model'], ['session'], ['agent', 'model'], ['user', 'model']] as const;
const WINDOWS = [300, 900, 3_600] as const;
const FILTERS = [
  undefined,
  ...['production', 'staging'].map((value) => ({ field: 'environment', op: '=', values: [value] })),
  ...['llm', 'tool', 'agent'].map((value) => ({ field: 'kind', op: '=', values: [value] })),
  ...['ok', 'error'].map((value) => ({ field: 'status', op: '=', values: [value] })),
  { field: 'release', op: '=', values: ['2026.11.2'] },
];

const rules = Array.from({ length: RULES }, (_, n) => {
  const { metric, limit } = WATCHED[n % WATCHED.length] ?? { metric: 'errorRate', limit: 1 };
  const rest = Math.floor(n / WATCHED.length);
  const filter = FILTERS[Math.floor(rest / (BY.length * WINDOWS.length)) % FILTERS.length];
  return {
    name: `rule ${n}`,
    watch: {
      ...{ kind: 'metric', metric, by: BY[rest % BY.length], maxGroups: GROUPS },
      windowSeconds: WINDOWS[Math.floor(rest / BY.length) % WINDOWS.length],
      filters: filter ? [filter] : [],
      condition: { kind: 'threshold', op: '>', limit: limit + Math.floor(n / 1_000) },
    },
    everySeconds: 60,
  };
});

const server = await startServer();
const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${server.url}${path}`, {
    ...{ method, headers: { ...server.headers, 'content-type': 'application/json' } },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

/** CPU seconds that the server uses in a minute. */
async function minute(): Promise<number> {
  const before = server.cpuSeconds();
  await wait(MINUTE);
  return server.cpuSeconds() - before;
}

const standings = z.object({
  data: z.array(
    z.object({
      ruleId: z.string(),
      evaluatedAt: z.string().nullable(),
      error: z.string().nullable(),
      groups: z.record(z.string(), z.number()),
    }),
  ),
});

/** When each rule was evaluated last, and how many groups there are. */
async function evaluated() {
  const { data } = standings.parse(await ask('GET', '/api/v1/alerts/rules/standings'));
  return {
    at: new Map(data.map(({ ruleId, evaluatedAt }) => [ruleId, evaluatedAt])),
    groups: data.flatMap((each) => Object.values(each.groups)).reduce((sum, count) => sum + count, 0),
    failed: data.filter(({ error }) => error !== null).length,
  };
}

try {
  const nowMs = Date.now();
  const bodies = makeBodies(createRandom(5), 'S', SPANS, nowMs - 24 * HOUR, nowMs + AHEAD_MS);
  const { spans, seconds } = await ingest(server, bodies);
  console.log(`${spans.toLocaleString('en')} spans of a day stored in ${seconds} s`);
  await settled(server);
  await wait(MINUTE);
  const idle = await minute();
  console.log(`without rules: ${round(idle, 1)} s of CPU a minute`);

  await ask('PUT', '/api/v1/alerts/rules/file', { version: 1, rules });
  await wait(MINUTE);
  const busy: number[] = [];
  let seen = await evaluated();
  for (let n = 0; n < MINUTES; n++) {
    busy.push(await minute());
    const now = await evaluated();
    const again = [...now.at].filter(([id, at]) => seen.at.get(id) !== at).length;
    console.log(
      `${again} of ${RULES} rules with ${now.groups} groups evaluated, ${now.failed} failed: ${round(busy.at(-1) ?? 0, 1)} s of CPU`,
    );
    seen = now;
  }
  const own = busy.reduce((sum, each) => sum + each, 0) / busy.length - idle;
  console.log(
    `rules alone: ${round(own, 1)} s of CPU a minute, ${round((own / TARGET_SECONDS) * 100)} % of ${TARGET_SECONDS} s; resident ${server.rssMiB()} MiB`,
  );
} finally {
  await server.destroy();
}

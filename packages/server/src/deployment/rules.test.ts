import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startEngineFront } from '../store/telemetry/testing/engine-front.ts';
import { openTestEngine } from '../store/telemetry/testing/engines.ts';
import { redisReachable, TEST_REDIS } from '../testing/test-redis.ts';
import { type RunningApp, startTestServer } from '../testing/test-server.ts';
import { filesIn, readFile } from './testing/files.ts';

interface Rules {
  groups: { name: string; rules: Rule[] }[];
}
interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook: string };
}
const rules = (parse(readFile('deploy/prometheus/pharos.rules.yml')) as Rules).groups.flatMap(
  (group) => group.rules,
);

/** What PromQL calls metrics: names that are neither called, nor labels in braces or after by, on and the like. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"(\\.|[^"\\])*"/g, '""')
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*/g)]
    .filter(({ 0: name, index }) => !/^\s*\(/.test(bare.slice(index + name.length)))
    .map(([name]) => name)
    .filter((name) => !/^(and|or|unless|bool|offset|e\d+)$/.test(name));
}
/** What Prometheus makes, or another exporter tells. */
const OF_OTHERS = new Set(['up', 'probe_ssl_earliest_cert_expiry']);

const withRedis = await redisReachable();
let engine: Awaited<ReturnType<typeof openTestEngine>>;
let front: Awaited<ReturnType<typeof startEngineFront>>;
let server: RunningApp;
let shown: Set<string>;
let labels: (metric: string) => Set<string>;
beforeAll(async () => {
  engine = await openTestEngine('embedded');
  front = await startEngineFront(engine.driver);
  // With all that has figures of its own.
  server = await startTestServer({
    ...{ PHAROS_CLICKHOUSE_URL: front.url, PHAROS_SPOOL_MB: '1' },
    ...(withRedis && { PHAROS_REDIS_URL: TEST_REDIS }),
  });
  const { headers } = await server.newProject();
  const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
  shown = new Set(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
  labels = (metric) =>
    new Set(
      [...text.matchAll(new RegExp(`^${metric}\\{([^}]*)\\}`, 'gm'))].flatMap(([, all = '']) =>
        [...all.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => `${name}=${value}`),
      ),
    );
});
afterAll(async () => {
  await server.close();
  await front.close();
  await engine.close();
});

test('every metric of the alerts is shown by a running server', () => {
  const used = rules.flatMap(({ expr }) => metricsIn(expr));
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !shown.has(name) && !OF_OTHERS.has(name))).toEqual([]);
});

test.skipIf(!withRedis)('every metric that the documentation names is shown by a running server', () => {
  const named = [
    'README.md',
    'README.zh-CN.md',
    ...filesIn('docs').filter((file) => file.endsWith('.md')),
  ].flatMap((file) =>
    [...readFile(file).matchAll(/\bpharos_[a-z_]+[a-z]\b(?!…|_)/g)].map(([name]) => ({ file, name })),
  );
  // Those of the database's own tables are no metrics.
  const metrics = named.filter(({ name }) => /_(total|seconds|bytes|parts|merges|viewers|dead)$/.test(name));
  expect(metrics.length).toBeGreaterThan(20);
  expect(metrics.filter(({ name }) => !shown.has(name))).toEqual([]);
});

test('reasons that alerts ask for are those that are counted', () => {
  const known = labels('pharos_refused_requests_total');
  const asked = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/pharos_refused_requests_total\{reason=~?"([^"]+)"/g)].flatMap(([, reasons = '']) =>
      reasons.split('|'),
    ),
  );
  expect(asked.length).toBeGreaterThan(5);
  for (const reason of asked) expect(known).toContain(`reason=${reason}`);
});

describe('every alert', () => {
  const headings = new Set(
    [...readFile('docs/operations.md').matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = '']) =>
        `docs/operations.md#${heading
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replace(/ /g, '-')}`,
    ),
  );
  test.each(rules.map((rule) => [rule.alert, rule] as const))('%s says what to do', (_name, rule) => {
    expect(headings).toContain(rule.annotations.runbook);
    expect(['critical', 'warning', 'info']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).not.toBe('');
  });

  test('is there once', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test('and every section that the doctor leads to is there', () => {
    const led = filesIn('packages/server/src/doctor').flatMap(
      (file) => readFile(file).match(/docs\/operations\.md#\w+/g) ?? [],
    );
    expect(led.length).toBeGreaterThan(2);
    for (const section of led) expect(headings).toContain(section);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { makeBodies } from './bodies.ts';
import { openDashboard, scanMs } from './dashboard.ts';
import { diskPerSpan } from './disk.ts';
import { freshness } from './freshness.ts';
import { ingest } from './ingest.ts';
import type { Profile } from './profiles.ts';
import { askDashboard, listTraces } from './questions.ts';
import { createRandom } from './random.ts';
import { rawInsertRate } from './raw.ts';
import { printReport } from './report.ts';
import { startServer } from './server.ts';
import { settled } from './settled.ts';
import { openTracesOfSizes, sendTracesOfSizes } from './trace-open.ts';

const { values } = parseArgs({
  options: {
    /** Seconds of load that are made for each profile, at the rates that are to be reached. */
    seconds: { type: 'string', default: '20' },
    /** Spans stored before Questions are asked. */
    stored: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'ingest,queries,dashboard' },
    out: { type: 'string', default: 'bench/results/latest.json' },
  },
});
const seconds = Number(values.seconds);
const stored = Number(values.stored);
const HOUR = 3_600_000;
const MADE_PER_SECOND: Record<Profile, number> = { S: 20_000, M: 6_000, L: 1_500 };

/** Load of one profile on a fresh server, and the engine's own limit for the same rows in the same run. */
async function ingestOf(profile: Profile) {
  const now = Date.now();
  const random = createRandom(7);
  const bodies = makeBodies(random, profile, MADE_PER_SECOND[profile] * seconds, now - HOUR, now);
  const raw = await rawInsertRate(bodies, true);
  const server = await startServer();
  const idleRssMiB = server.rssMiB();
  const figures = await ingest(server, bodies);
  const loopDelayP99Ms = ((await server.metric('nodejs_eventloop_lag_p99_seconds')) ?? Number.NaN) * 1000;
  const lookups = await server.metric('pharos_trace_lookups_total');
  const lookupSeconds = await server.metric('pharos_trace_lookup_seconds_total');
  const background = makeBodies(
    random,
    profile,
    Math.round(figures.spansPerSecond * 0.5) * 10,
    now - HOUR,
    now,
  );
  const fresh = await freshness(server, random, background, figures.spansPerSecond * 0.5);
  await server.stop();
  const disk = await diskPerSpan(server.dataDir);
  await server.destroy();
  return {
    profile,
    rawBytesPerSpan: Math.round(bodies.reduce((sum, body) => sum + body.rawBytes, 0) / figures.spans),
    raw,
    ...figures,
    ratio: Math.round((figures.spansPerSecond / raw.rowsPerSecond) * 100) / 100,
    loopDelayP99Ms: Math.round(loopDelayP99Ms * 10) / 10,
    lookups,
    lookupSeconds,
    freshness: fresh,
    idleRssMiB,
    disk,
  };
}

/** A server with so many stored and merged spans of one project, spread over a range. */
async function storedOver(hours: number) {
  const end = Date.now();
  const random = createRandom(11);
  const server = await startServer();
  const load = await ingest(server, makeBodies(random, 'S', stored, end - hours * HOUR, end));
  return { hours, end, random, server, load };
}
type Stored = Awaited<ReturnType<typeof storedOver>>;

/** A dashboard, and the engine's own limit for the same rows in the same run. */
async function dashboardOver({ hours, end, server, load }: Stored) {
  await settled(server);
  const page = await openDashboard(server, hours, end);
  await server.stop();
  const scan = await scanMs(server.dataDir, hours, end);
  await server.destroy();
  const limitMs = Math.round(scan * page.statements);
  return {
    spans: load.spans,
    ...page,
    scanMs: scan,
    limitMs,
    ratio: Math.round((page.again.ms / limitMs) * 100) / 100,
  };
}

/** Questions, lists and trace-open. */
async function queriesOver({ hours, end, random, server, load }: Stored) {
  const sized = await sendTracesOfSizes(server, random, end - HOUR);
  const settledSeconds = await settled(server);
  const opened = await openTracesOfSizes(server, sized);
  const questions = await askDashboard(server, hours, end);
  const lists = await listTraces(server, hours, end);
  const rssMiB = server.rssMiB();
  await server.destroy();
  return { hours, spans: load.spans, settledSeconds, questions, lists, opened, rssMiB };
}

const report = {
  at: new Date().toISOString(),
  machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
  ingest: [] as Awaited<ReturnType<typeof ingestOf>>[],
  queries: [] as Awaited<ReturnType<typeof queriesOver>>[],
  dashboards: [] as Awaited<ReturnType<typeof dashboardOver>>[],
};
export type Report = typeof report;

if (values.only.includes('ingest'))
  for (const profile of ['S', 'M', 'L'] as const) report.ingest.push(await ingestOf(profile));
if (values.only.includes('queries'))
  for (const hours of [24, 168]) report.queries.push(await queriesOver(await storedOver(hours)));
if (values.only.includes('dashboard'))
  for (const hours of [24, 168]) report.dashboards.push(await dashboardOver(await storedOver(hours)));
printReport(report);
mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);

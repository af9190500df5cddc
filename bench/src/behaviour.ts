import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { funnelRequestSchema } from '@pharos/core/api/funnels';
import { pathsRequestSchema } from '@pharos/core/api/user-paths';
import { activityDays } from '@pharos/core/behaviour/activity';
import { calendarOf, hoursOf, withDaysBefore } from '@pharos/core/behaviour/calendar';
import { scopeTo } from '../../packages/server/src/store/scope.ts';
import { openEmbedded } from '../../packages/server/src/store/telemetry/embedded-driver.ts';
import { migrate } from '../../packages/server/src/store/telemetry/migrate.ts';
import { createBehaviourReader } from '../../packages/server/src/store/telemetry/read/behaviour/reader.ts';
import { quantile } from './statistics.ts';

/*
 * How long each question about users takes over 1,000,000 spans of 50,000 users in 90 days, in the embedded engine, and how much
 * room what is kept for them takes. `npm run bench:behaviour`
 */
const SPANS = 1_000_000;
const USERS = 50_000;
const DAYS = 90;
const DAY_MS = 86_400_000;
const RUNS = 7;
const ZONE = 'Europe/Berlin';
const PROJECT = scopeTo('bench');

/** Some users come often, most seldom; a run of three steps in each session. */
const FILL = `INSERT INTO spans (ver, project_id, trace_id, span_id, start_time, duration_ns, user_id, session_id, kind, name, agent_name, tool_name)
SELECT 1, '${PROJECT}', hex(sipHash128(intDiv(number, 3))), hex(sipHash64(number)),
  fromUnixTimestamp64Milli({now:Int64} - toInt64(sipHash64(intDiv(number, 3)) % ({days:Int64} * 86400000)) + (number % 3) * 1500) AS start_time,
  2000000000, concat('user-', toString(toUInt32(pow((sipHash64(intDiv(number, 3), 'user') % 1000003) / 1000003, 1.6) * {users:UInt32}))) AS user_id,
  concat('session-', toString(intDiv(number, 3))), if(number % 3 = 0, 'agent', 'tool'), 'step', 'support',
  if(number % 3 = 0, '', concat('tool-', toString(sipHash64(number) % 8)))
FROM numbers({spans:UInt64})`;

const directory = await mkdtemp(join(tmpdir(), 'pharos-bench-'));
const driver = await openEmbedded({ path: join(directory, 'telemetry') });
try {
  await migrate(driver, { textIndex: false });
  const nowMs = Date.now();
  const began = performance.now();
  await driver.command(FILL, { now: nowMs, days: DAYS, users: USERS, spans: SPANS }, { timeoutMs: 600_000 });
  console.log(`${SPANS} spans written in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const tables = await driver.query<{ table: string; rows: string; bytes: string }>(
    `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
WHERE active AND table IN ('user_activity', 'user_index') GROUP BY table ORDER BY table`,
  );
  for (const { table, rows, bytes } of tables)
    console.log(`${table}: ${rows} rows, ${(Number(bytes) / 1e6).toFixed(1)} MB`);

  const reader = createBehaviourReader(driver);
  const range = (days: number) => ({
    from: new Date(nowMs - days * DAY_MS).toISOString(),
    to: new Date(nowMs).toISOString(),
  });
  const days = activityDays({
    fromMs: nowMs - DAYS * DAY_MS,
    toMs: nowMs,
    timeZone: ZONE,
    interval: 'day',
  }).days;
  const weeks = calendarOf(nowMs - DAYS * DAY_MS, nowMs, ZONE, 'week');
  const month = calendarOf(nowMs - 30 * DAY_MS, nowMs, ZONE, 'day');
  const hours = { startsMs: hoursOf(month, ZONE).map(({ startMs }) => startMs), endMs: month.endMs };
  const { startsMs } = withDaysBefore(calendarOf(nowMs - 1, nowMs, ZONE, 'day'), 55, ZONE);
  const moment = { atMs: nowMs, activeFromMs: startsMs[28] ?? nowMs, days: { startsMs, endMs: nowMs } };
  const steps = [{ spans: 'kind:agent' }, { spans: 'tool:tool-1' }, { spans: 'tool:tool-2' }];
  const funnel = funnelRequestSchema.parse({ ...range(30), steps, windowSeconds: 7 * 86_400 });
  const apart = { ...funnel, breakdown: 'agent' };
  const paths = pathsRequestSchema.parse({ ...range(30), start: { kind: 'tool', name: 'tool-1' } });
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    [`DAU, WAU, MAU of ${DAYS} days`]: () => reader.dayGaps(PROJECT, days),
    [`new users of ${DAYS} days`]: () => reader.newUsers(PROJECT, days),
    [`retention, ${weeks.startsMs.length} weeks`]: () => reader.cohorts(PROJECT, weeks),
    'week by hours, 30 days': () => reader.usersByPart(PROJECT, hours),
    segments: () => reader.segmentSizes(PROJECT, moment),
    'in parallel, 8 days': () =>
      reader.parallel(PROJECT, { fromMs: nowMs - 8 * DAY_MS, toMs: nowMs, partMs: 900_000 }),
    'funnel of 3 steps, 30 days': () => reader.funnel(PROJECT, funnel),
    'the same by agent': () => reader.funnel(PROJECT, apart),
    'paths of 3 steps, 30 days': () => reader.userPaths(PROJECT, paths),
  };
  for (const [name, ask] of Object.entries(questions)) {
    const took: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const asked = performance.now();
      await ask();
      took.push(performance.now() - asked);
    }
    console.log(
      `${name}: p50 ${quantile(took, 0.5).toFixed(0)} ms, longest ${Math.max(...took).toFixed(0)} ms`,
    );
  }
} finally {
  await driver.close();
  await rm(directory, { recursive: true, force: true });
}

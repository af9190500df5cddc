import { heartbeatSchema, presenceReportSchema, runReportSchema } from '@pharos/core/api/live-reports';
import { groupBy } from '@pharos/core/group-by';
import { expect, test } from 'vitest';
import { MINUTE } from '../clock.ts';
import { storyUntil } from '../story.ts';
import { visitsFrom } from '../world.ts';
import type { Report } from './report.ts';
import { Reporter } from './reporter.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const SCHEMAS = { heartbeats: heartbeatSchema, runs: runReportSchema, presence: presenceReportSchema };

/** What is reported in some minutes, tick by tick. */
function play(minutes: number) {
  const world = { seed: 'pharos', users: 300, story: storyUntil(NOW) };
  const reporter = new Reporter(world, NOW, 12);
  const visits = visitsFrom(world, NOW, 12);
  let next = visits.next();
  const ticks: { nowMs: number; told: Report[] }[] = [];
  for (let nowMs = NOW; nowMs <= NOW + minutes * MINUTE; nowMs += 1000) {
    for (; !next.done && next.value.startMs <= nowMs; next = visits.next()) reporter.visit(next.value);
    ticks.push({ nowMs, told: reporter.due(nowMs) });
  }
  return { ticks, all: ticks.flatMap(({ told }) => told), reporter };
}

test('reports are such as the API takes, each told once, when its time has come', () => {
  const { ticks, all } = play(5);
  for (const { to, body } of all) expect(SCHEMAS[to].safeParse(body).error).toBeUndefined();
  for (const { nowMs, told } of ticks) for (const { atMs } of told) expect(atMs).toBeLessThanOrEqual(nowMs);
  expect(new Set(all).size).toBe(all.length);
  for (const to of ['heartbeats', 'runs', 'presence'] as const)
    expect(all.filter((report) => report.to === to).length).toBeGreaterThan(50);
});

test('a run hangs, a process dies and comes back as a new one, and all stop on purpose in the end', () => {
  const { all, reporter } = play(5);
  const told = all.flatMap((report) => (report.to === 'runs' ? [report] : []));
  const runs = groupBy(told, ({ body }) => body.runId);
  const quietest = [...runs.values()].flatMap((own) =>
    own.slice(1).map(({ atMs }, nth) => atMs - (own[nth]?.atMs ?? atMs)),
  );
  expect(Math.max(...quietest)).toBeGreaterThan(2 * MINUTE);
  const beats = all.flatMap((report) => (report.to === 'heartbeats' ? [report] : []));
  const mortal = beats.filter(({ body }) => body.instance === 'shop-assistant-2');
  expect(new Set(mortal.map(({ body }) => body.startedAt)).size).toBe(2);
  const stopped = reporter.farewell(NOW + 5 * MINUTE).filter((report) => report.to === 'heartbeats');
  expect(new Set(stopped.map(({ body }) => body.instance))).toEqual(
    new Set(beats.map(({ body }) => body.instance)),
  );
});

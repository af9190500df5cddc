import type { LiveRun } from '@pharos/core/agents/facts';
import type { Clock } from '@pharos/core/time';
import { type ProjectScope, scopeTo } from '../scope.ts';
import type { Driver } from './driver.ts';
import { latestOf, run, sql, time, trusted } from './read/sql.ts';
import { AGENT_RUN_COLUMNS } from './record-columns.ts';
import { RowBinary } from './row-binary.ts';

/** That a run of an agent was in flight, or is no more. */
export interface StoredRun {
  project: ProjectScope;
  run: LiveRun;
  over: boolean;
}

/** Runs in flight as applications report them, for those who begin after a start. */
export interface AgentRuns {
  /** On disk when it resolves. What is said last of a run holds. */
  note(runs: readonly StoredRun[]): Promise<void>;
  /** Those that began within a day and are not over; of many the newest. */
  inFlight(project: ProjectScope): Promise<LiveRun[]>;
  inFlightOfAll(): Promise<StoredRun[]>;
}

const REACH_MS = 86_400_000;
const MOST = 20_000;
const COLUMNS = AGENT_RUN_COLUMNS.map(({ name }) => name);
const ns = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;
const NEWEST = trusted(`ORDER BY at DESC LIMIT ${MOST}`);

interface Row {
  project_id: string;
  told: string;
}
const runOf = ({ told }: Pick<Row, 'told'>): LiveRun => ({
  ...(JSON.parse(told) as LiveRun),
  endedAtMs: undefined,
});

export function createAgentRuns(driver: Driver, clock: Clock): AgentRuns {
  const recently = () => sql`at >= ${time(ns(clock.nowMs() - REACH_MS))}`;
  const isOpen = trusted('over = 0');
  return {
    async note(runs) {
      if (runs.length === 0) return;
      const out = new RowBinary();
      const ver = ns(clock.nowMs());
      for (const { project, run: told, over } of runs) {
        const row = { projectId: project, ver, runId: told.runId, over, told: JSON.stringify(told) };
        for (const column of AGENT_RUN_COLUMNS) column.write(out, { ...row, atNs: ns(told.startedAtMs) });
      }
      await driver.insert('agent_runs', COLUMNS, [out.take()]);
    },
    async inFlight(project) {
      const rows = latestOf(project, 'agent_runs', recently(), isOpen);
      const found = await run<Row>(driver, sql`SELECT told FROM ${rows} ${NEWEST}`, { lane: 'background' });
      return found.map(runOf);
    },
    async inFlightOfAll() {
      const found = await run<Row>(
        driver,
        sql`SELECT project_id, told FROM agent_runs FINAL WHERE ${recently()} AND ${isOpen} ${NEWEST}`,
        { lane: 'background' },
      );
      return found.map((row) => ({ project: scopeTo(row.project_id), run: runOf(row), over: false }));
    },
  };
}

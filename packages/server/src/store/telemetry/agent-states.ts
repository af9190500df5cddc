import type { AgentState, Beat, StateReason } from '@pharos/core/agents/facts';
import type { Transition } from '@pharos/core/agents/timeline';
import type { Clock } from '@pharos/core/time';
import { type ProjectScope, scopeTo } from '../scope.ts';
import type { Driver } from './driver.ts';
import { integer, join, latestOf, rowsOf, run, type Sql, sql, text, time, trusted } from './read/sql.ts';
import { AGENT_STATE_COLUMNS } from './record-columns.ts';
import { RowBinary } from './row-binary.ts';

/** That a state of an agent (instance '') or of an instance began. */
export interface StoredState extends Transition {
  project: ProjectScope;
  agent: string;
  instance: string;
  /** What the instance had said last. */
  beat: Beat | undefined;
}

/** What states agents had, and have. */
export interface AgentStates {
  /** On disk when it resolves. Told again it is replaced. */
  append(states: readonly StoredState[]): Promise<void>;
  /** The state of each agent and instance that changed within 30 days, at most so many. */
  latest(project: ProjectScope, signal?: AbortSignal): Promise<StoredState[]>;
  /** The same of all projects, of what changed last: to begin with after a start. */
  latestOfAll(): Promise<StoredState[]>;
  /** Of agents themselves, the newest first, at most so many. */
  newest(project: ProjectScope, limit: number): Promise<StoredState[]>;
  /** Of the agent itself, in order of time, with the one that was in force when the range began; of many the newest. */
  history(
    project: ProjectScope,
    agent: string,
    range: { fromMs: number; toMs: number },
    signal?: AbortSignal,
  ): Promise<Transition[]>;
}

const KEPT_MS = 30 * 86_400_000;
const MOST = 20_000;
const MOST_OF_HISTORY = 10_000;
const COLUMNS = AGENT_STATE_COLUMNS.map(({ name }) => name);
const ns = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;
const AT_MS = trusted('toUnixTimestamp64Milli(at)');

interface Row {
  project_id: string;
  agent: string;
  instance: string;
  atMs: string;
  state: AgentState;
  reason: string;
  beat: string;
}

const transitionOf = ({ atMs, state, reason }: Pick<Row, 'atMs' | 'state' | 'reason'>): Transition => ({
  atMs: Number(atMs),
  state,
  reason: JSON.parse(reason) as StateReason,
});
const storedOf = (row: Row): StoredState => ({
  ...transitionOf(row),
  project: scopeTo(row.project_id),
  agent: row.agent,
  instance: row.instance,
  beat: row.beat === '' ? undefined : (JSON.parse(row.beat) as Beat),
});

/** The last row of each agent and instance, of the rows that changed last. */
const lastOf = (rows: Sql): Sql =>
  sql`SELECT project_id, agent, instance, toUnixTimestamp64Milli(max(at)) AS atMs, ${join(
    ['state', 'reason', 'beat'].map((name) => trusted(`argMax(${name}, (at, ver)) AS last_${name}`)),
    ', ',
  )} FROM ${rows} GROUP BY project_id, agent, instance ORDER BY atMs DESC LIMIT ${trusted(String(MOST))}`;
const named = (last: Sql): Sql =>
  sql`SELECT project_id, agent, instance, atMs, last_state AS state, last_reason AS reason, last_beat AS beat FROM (${last})`;

export function createAgentStates(driver: Driver, clock: Clock): AgentStates {
  const recently = () => sql`at >= ${time(ns(clock.nowMs() - KEPT_MS))}`;
  return {
    async append(states) {
      if (states.length === 0) return;
      const out = new RowBinary();
      const ver = ns(clock.nowMs());
      for (const { project, agent, instance, atMs, state, reason, beat } of states) {
        const row = {
          ...{ projectId: project, ver, agent, instance, atNs: ns(atMs), state },
          reason: JSON.stringify(reason),
          beat: beat === undefined ? '' : JSON.stringify(beat),
        };
        for (const column of AGENT_STATE_COLUMNS) column.write(out, row);
      }
      await driver.insert('agent_states', COLUMNS, [out.take()]);
    },
    async latest(project, signal) {
      const rows = lastOf(rowsOf(project, 'agent_states', recently()));
      return (await run<Row>(driver, named(rows), signal && { signal })).map(storedOf);
    },
    async latestOfAll() {
      const rows = lastOf(sql`agent_states WHERE ${recently()}`);
      return (await run<Row>(driver, named(rows), { lane: 'background' })).map(storedOf);
    },
    async newest(project, limit) {
      const rows = latestOf(project, 'agent_states', sql`instance = ''`, recently());
      const found = await run<Row>(
        driver,
        sql`SELECT project_id, agent, instance, ${AT_MS} AS atMs, state, reason, beat FROM ${rows} ORDER BY at DESC LIMIT ${integer(limit)}`,
      );
      return found.map(storedOf);
    },
    async history(project, agent, { fromMs, toMs }, signal) {
      const own = [sql`agent = ${text(agent)}`, sql`instance = ''`];
      const before = sql`SELECT max(at) FROM ${rowsOf(project, 'agent_states', ...own, sql`at <= ${time(ns(fromMs))}`)}`;
      const rows = latestOf(
        project,
        'agent_states',
        ...own,
        sql`at >= (${before})`,
        sql`at < ${time(ns(toMs))}`,
      );
      const found = await run<Row>(
        driver,
        sql`SELECT ${AT_MS} AS atMs, state, reason FROM ${rows} ORDER BY at DESC LIMIT ${trusted(String(MOST_OF_HISTORY))}`,
        signal && { signal },
      );
      return found.reverse().map(transitionOf);
    },
  };
}

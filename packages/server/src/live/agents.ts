import type { Beat, LiveRun } from '@pharos/core/agents/facts';
import type { Heartbeat, RunReport } from '@pharos/core/api/live-reports';
import type { Clock } from '@pharos/core/time';
import { FORGOTTEN_MS, type LiveRegisters, type Register } from './registers.ts';

/** What is known of the agents of a project. */
export interface KnownAgents {
  beats: Beat[];
  /** Those that have not ended. */
  runs: LiveRun[];
  /** The ids of those that have, within ten minutes. */
  ended: ReadonlySet<string>;
}

/**
 * Which processes live and which runs are in flight, as they report it. Reports are taken in any order and any number of times. Nothing
 * here is the only copy for long: processes report again within seconds. Rejects with RegistersUnavailable of registers.ts.
 */
export interface LiveAgents {
  /** What is told of the future counts as now, and so does what has no time. */
  heard(project: string, heartbeats: readonly Heartbeat[]): Promise<void>;
  told(project: string, reports: readonly RunReport[]): Promise<void>;
  read(project: string): Promise<KnownAgents>;
  /** Forgets runs that were begun for one of these users, or go on for one. Answers how many. */
  forget(project: string, userIds: readonly string[]): Promise<number>;
  /** Projects of whose agents something is known. */
  projects(): Promise<string[]>;
}

/** A process that stopped is known for so long, and that a run has ended, for reports of it that come late. */
const STOPPED_MS = 3_600_000;
const ENDED_MS = 600_000;

const SAYS = ['starting', 'ready', 'stopping'] as const;
const DIGITS = 15;
const LAST = 10 ** DIGITS - 1;
const stamp = (ms: number): string => String(ms).padStart(DIGITS, '0');
const stampOf = (value: string): number => Number(value.slice(0, DIGITS));
const textOf = (value: string): string => value.slice(DIGITS);

export function createLiveAgents(registers: LiveRegisters, clock: Clock): LiveAgents {
  const at = (time: string | undefined): number => {
    const nowMs = clock.nowMs();
    return time === undefined ? nowMs : Math.max(0, Math.min(Date.parse(time), nowMs));
  };

  const beatOf = ({ agent, instance, at: time, ...said }: Heartbeat): Register => {
    const rank = SAYS.indexOf(said.says);
    const startedAtMs = said.startedAt === undefined ? null : Date.parse(said.startedAt);
    const rest = [said.version, startedAtMs, said.intervalSeconds, said.host];
    return [JSON.stringify([agent, instance]), stamp(at(time)) + rank + JSON.stringify(rest)];
  };

  return {
    heard: (project, heartbeats) => registers.raise(project, 'agents', heartbeats.map(beatOf)),
    told: (project, reports) =>
      registers.raise(
        project,
        'runs',
        reports.flatMap((report) => registersOf(report, at(report.at))),
      ),
    async read(project) {
      const [agents, runs] = await Promise.all([
        registers.read(project, 'agents'),
        registers.read(project, 'runs'),
      ]);
      const nowMs = clock.nowMs();
      const beats = readBeats(agents, nowMs);
      const live = readRuns(runs, nowMs);
      await registers.forget(project, 'agents', beats.over);
      await registers.forget(project, 'runs', live.over);
      return { beats: beats.known, runs: live.known, ended: live.ended };
    },
    async forget(project, userIds) {
      const runs = await registers.read(project, 'runs');
      const theirs = new Set(
        [...runs]
          .filter(([name, value]) => userIds.includes(userOf(name, value)))
          .map(([name]) => runIdOf(name)),
      );
      await registers.forget(
        project,
        'runs',
        [...runs].filter(([name]) => theirs.has(runIdOf(name))),
      );
      return theirs.size;
    },
    projects: () => registers.owners(),
  };
}

/** What is known, and the registers that nobody needs any more. */
interface Read<Item> {
  known: Item[];
  over: Register[];
}

function readBeats(registers: ReadonlyMap<string, string>, nowMs: number): Read<Beat> {
  const read: Read<Beat> = { known: [], over: [] };
  for (const [name, value] of registers) {
    const [agent, instance] = JSON.parse(name) as [string, string];
    const says = SAYS[Number(value[DIGITS])] ?? 'ready';
    const atMs = stampOf(value);
    if (nowMs - atMs > (says === 'stopping' ? STOPPED_MS : FORGOTTEN_MS)) {
      read.over.push([name, value]);
      continue;
    }
    type Said = [version: string, startedAtMs: number | null, intervalSeconds: number, host: string];
    const [version, startedAtMs, intervalSeconds, host] = JSON.parse(value.slice(DIGITS + 1)) as Said;
    read.known.push({
      ...{ agent, instance, version, says, intervalSeconds, host, atMs },
      startedAtMs: startedAtMs ?? undefined,
    });
  }
  return read;
}

/** Who runs what, and where: of the first report and of the last. */
type Told = [
  agent: string,
  version: string,
  instance: string,
  step: string,
  userId: string,
  sessionId: string,
];
/** The first thing heard of a run, the start before all else; the last thing; and that it has ended. */
type Part = 'first' | 'last' | 'end';

/** Registers keep what is greatest, so of the first report that is kept which is farthest from the end of time. */
function registersOf(report: RunReport, atMs: number): Register[] {
  const { runId, event, agent, version, instance, step, userId, sessionId } = report;
  const told = JSON.stringify([agent, version, instance, step, userId, sessionId] satisfies Told);
  const isStart = event === 'started' ? '1' : '0';
  const parts: [Part, string][] = [
    ['first', isStart + stamp(LAST - atMs) + told],
    ['last', stamp(atMs) + told],
  ];
  if (event === 'ended') parts.push(['end', stamp(LAST - atMs)]);
  return parts.map(([part, value]) => [`${part} ${runId}`, value]);
}

const partOf = (name: string): string => name.slice(0, name.indexOf(' '));
const runIdOf = (name: string): string => name.slice(name.indexOf(' ') + 1);

/** Whom a register of a run tells of; '' when nobody. */
function userOf(name: string, value: string): string {
  const part = partOf(name);
  if (part === 'end') return '';
  const [, , , , userId] = JSON.parse(textOf(part === 'first' ? value.slice(1) : value)) as Told;
  return userId;
}

function readRuns(
  registers: ReadonlyMap<string, string>,
  nowMs: number,
): Read<LiveRun> & { ended: Set<string> } {
  const read = { known: [] as LiveRun[], over: [] as Register[], ended: new Set<string>() };
  const partsOf = new Map<string, Partial<Record<Part, string>>>();
  for (const [name, value] of registers) {
    const runId = runIdOf(name);
    partsOf.set(runId, { ...partsOf.get(runId), [partOf(name)]: value });
  }
  for (const [runId, { first, last, end }] of partsOf) {
    const over = (part: Part, value: string | undefined) => {
      if (value !== undefined) read.over.push([`${part} ${runId}`, value]);
    };
    const endedAtMs = end === undefined ? undefined : LAST - stampOf(end);
    const progressAtMs = last === undefined ? 0 : stampOf(last);
    const isOld = nowMs - progressAtMs > FORGOTTEN_MS;
    if (endedAtMs !== undefined || isOld) {
      over('first', first);
      over('last', last);
    }
    if (endedAtMs !== undefined && nowMs - endedAtMs > ENDED_MS) over('end', end);
    else if (endedAtMs !== undefined) read.ended.add(runId);
    if (first === undefined || last === undefined || endedAtMs !== undefined || isOld) continue;
    const begun = JSON.parse(textOf(first.slice(1))) as Told;
    const now = JSON.parse(textOf(last)) as Told;
    const told = (index: number) => now[index] || begun[index] || '';
    read.known.push({
      ...{ runId, agent: told(0), version: told(1), instance: told(2), step: now[3] },
      ...{ userId: told(4), sessionId: told(5), progressAtMs, endedAtMs: undefined },
      startedAtMs: LAST - stampOf(first.slice(1)),
    });
  }
  return read;
}

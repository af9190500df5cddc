import type { Sighting } from '@pharos/core/presence/sighting';
import type { Clock } from '@pharos/core/time';
import type { LivePresence } from '../../live/presence.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { UserSeen, UsersSeenReader } from '../../store/telemetry/presence.ts';
import type { OnlineWindows } from './windows.ts';

/** Traces of a project are read again after so long, and after so many times what the reading took. */
const REST_MS = 2_000;
const REST_FACTOR = 10;
const MAX_USERS = 50_000;
/** Told to presence in one go. */
const CHUNK = 500;
const MAX_PROJECTS = 1_000;
const NS_PER_MS = 1_000_000n;

interface Reading {
  dueMs: number;
  /** As of when presence knows of traces; undefined when they could not be read. */
  readAtMs: number | undefined;
  running: Promise<void> | undefined;
}

/** Users of whom only traces tell: they are read when somebody asks who is online, and told to presence as inferred. */
export interface TracedUsers {
  /** Resolves when presence knows them as of a moment ago, with that moment; undefined when traces cannot be read. */
  refresh(project: ProjectScope): Promise<number | undefined>;
  /** Readings that found more users than are inferred. */
  readonly cut: number;
}

export function createTracedUsers(parts: {
  reader: UsersSeenReader;
  live: LivePresence;
  clock: Clock;
  windows: Pick<OnlineWindows, 'of'>;
  onError(error: unknown): void;
}): TracedUsers {
  const { reader, live, clock, windows, onError } = parts;
  const readings = new Map<string, Reading>();
  let cut = 0;

  const readingOf = (project: ProjectScope): Reading => {
    const known = readings.get(project);
    if (known) return known;
    if (readings.size >= MAX_PROJECTS) {
      for (const [name, { running }] of readings) if (running === undefined) readings.delete(name);
    }
    const reading: Reading = { dueMs: 0, readAtMs: undefined, running: undefined };
    readings.set(project, reading);
    return reading;
  };

  const read = async (project: ProjectScope, reading: Reading): Promise<void> => {
    const began = performance.now();
    const nowMs = clock.nowMs();
    const range = {
      fromNs: BigInt(nowMs - windows.of(project)) * NS_PER_MS,
      toNs: BigInt(nowMs + 1) * NS_PER_MS,
    };
    try {
      const seen = await reader.usersSeen(project, range, MAX_USERS);
      if (seen.length === MAX_USERS) cut += 1;
      for (let from = 0; from < seen.length; from += CHUNK) {
        const some = seen.slice(from, from + CHUNK);
        await live.tell(
          project,
          some.flatMap((each) => sightingsOf(each, nowMs)),
        );
      }
      reading.readAtMs = nowMs;
    } catch (error) {
      reading.readAtMs = undefined;
      onError(error);
    }
    reading.dueMs = clock.nowMs() + Math.max(REST_MS, REST_FACTOR * (performance.now() - began));
  };

  return {
    async refresh(project) {
      const reading = readingOf(project);
      if (reading.running === undefined && clock.nowMs() >= reading.dueMs) {
        reading.running = read(project, reading).finally(() => {
          reading.running = undefined;
        });
      }
      await reading.running;
      return reading.readAtMs;
    },
    get cut() {
      return cut;
    },
  };
}

/** That they were there from the first span to the end of the last: less than a window. */
function sightingsOf({ userId, sessionId, agent, firstMs, lastMs }: UserSeen, nowMs: number): Sighting[] {
  const place = { agent, page: '', platform: '', country: '', locale: '' };
  const at = (atMs: number): Sighting => ({
    ...{ userId, sessionId, state: 'active', ...place, inferred: true },
    atMs: Math.min(nowMs, atMs),
  });
  return [at(firstMs), at(lastMs)];
}

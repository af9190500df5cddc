import { customers } from '../people.ts';
import { randomFor } from '../random.ts';
import type { Sender } from '../send.ts';
import type { Visit, World } from '../world.ts';
import { browse, lookers } from './browsing.ts';
import { goodbyes, heartbeats } from './processes.ts';
import { PATHS, type Report } from './report.ts';
import { hangingRuns, reportsOfRun } from './runs.ts';

/** Reports of one stream that are drawn as their time comes; the first of each group comes first. */
interface Stream {
  groups: Iterator<Report[]>;
  next: Report[];
}

const MOST = 1000;

/** Everything that programs report beside spans: agents that live, runs as they go, users who come and go. */
export class Reporter {
  readonly #world: World;
  readonly #streams: Stream[];
  #waiting: Report[] = [];

  constructor(world: World, fromMs: number, visitsPerMinute: number) {
    this.#world = world;
    const people = customers(world.seed, world.users);
    const random = (name: string) => randomFor(world.seed, name, fromMs);
    this.#streams = [
      heartbeats(world.story, fromMs),
      hangingRuns(random('hang'), fromMs),
      lookers(random('look'), people, fromMs, visitsPerMinute),
    ].map((groups) => ({ groups, next: [] }));
  }

  /** What agents do in a visit is reported, and that somebody is there. */
  visit({ person, startMs, runs }: Visit): void {
    const [first] = runs;
    this.#waiting.push(...runs.flatMap(reportsOfRun));
    if (first === undefined) return;
    const { sessionId, agent } = first;
    this.#waiting.push(...browse(randomFor(this.#world.seed, sessionId), person, sessionId, startMs, agent));
  }

  /** That the programs are stopped: what they still had to do is given up, and who is there leaves. */
  farewell(atMs: number): Report[] {
    const ends = this.#waiting.flatMap((report): Report[] => {
      if (report.to === 'runs' && report.body.event === 'ended')
        return [{ ...report, atMs, body: { ...report.body, outcome: 'cancelled' } }];
      if (report.to === 'presence' && report.body.state === 'left') return [{ ...report, atMs }];
      return [];
    });
    return [...ends, ...goodbyes(atMs)];
  }

  /** What is to be told until now and was not given out before. */
  due(nowMs: number): Report[] {
    for (const stream of this.#streams) {
      while ((stream.next[0]?.atMs ?? Number.NEGATIVE_INFINITY) <= nowMs) {
        this.#waiting.push(...stream.next);
        const { value, done } = stream.groups.next();
        if (done) break;
        stream.next = value;
      }
    }
    const due = this.#waiting.filter(({ atMs }) => atMs <= nowMs);
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > nowMs);
    return due;
  }
}

/** Sends reports as batches, each to where it belongs. */
export async function sendReports(sender: Sender, reports: readonly Report[]): Promise<void> {
  for (const [to, { path, field }] of Object.entries(PATHS)) {
    const own = reports.filter((report) => report.to === to);
    for (let from = 0; from < own.length; from += MOST) {
      const told = own
        .slice(from, from + MOST)
        .map(({ atMs, body }) => ({ ...body, at: new Date(atMs).toISOString() }));
      await sender.post(path, { [field]: told }, 'identity');
    }
  }
}

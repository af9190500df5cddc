import type { LiveItems, LiveTopic } from '@pharos/core/api/live';
import { changesBetween, partOf, type Seen, type View, withChanges } from '@pharos/core/live/view';
import type { Clock } from '@pharos/core/time';
import type { LiveSources } from '../../live/source.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { Looking, type Lookings, lookAt } from './looking.ts';
import type { Viewer } from './viewer.ts';

export interface WatchParts {
  sources: LiveSources;
  clock: Clock;
  onError(topic: LiveTopic, error: unknown): void;
}

/** From the end of one look to the next, … */
const EVERY_MS = 400;
/** … and at least so many times as long as the look took. */
const REST_FACTOR = 2;

/**
 * Looks at a project for all who watch it, at what any of them asked for, as long as there is anybody. What has changed goes to each of
 * them as they can take it.
 */
export class Watch {
  readonly #clock: Clock;
  readonly #lookings: Lookings<LiveItems>;
  readonly #viewers = new Set<Viewer>();
  #seen: Seen<LiveItems> = { seq: 0, view: {} };
  #atMs = 0;
  /** What was written of what is seen now, by topics and by what was told before. */
  readonly #written = new Map<string, string | undefined>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(project: ProjectScope, { sources, clock, onError }: WatchParts) {
    this.#clock = clock;
    const looking = <Topic extends LiveTopic>(topic: Topic) =>
      new Looking<LiveItems[Topic]>(
        () => sources[topic](project),
        (error) => onError(topic, error),
      );
    this.#lookings = {
      agents: looking('agents'),
      transitions: looking('transitions'),
      runs: looking('runs'),
      users: looking('users'),
      arrivals: looking('arrivals'),
      sessions: looking('sessions'),
      rates: looking('rates'),
      errors: looking('errors'),
    };
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  get seen(): Seen<LiveItems> {
    return this.#seen;
  }

  join(viewer: Viewer): void {
    this.#viewers.add(viewer);
    clearTimeout(this.#timer);
    void this.#look();
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size === 0) clearTimeout(this.#timer);
  }

  /** What is to be told of topics to somebody who knows them as they were; undefined when nothing is new to them. */
  newsOf(topics: readonly LiveTopic[], told: Seen<LiveItems> | undefined): string | undefined {
    const key = `${told?.seq} ${topics.join()}`;
    if (!this.#written.has(key)) this.#written.set(key, this.#write(topics, told));
    return this.#written.get(key);
  }

  #write(topics: readonly LiveTopic[], told: Seen<LiveItems> | undefined): string | undefined {
    const { seq, view } = this.#seen;
    const changes = changesBetween(partOf(told?.view ?? {}, topics), partOf(view, topics));
    if (changes === undefined) return undefined;
    const frame = { at: new Date(this.#atMs).toISOString(), from: told?.seq ?? null, seq, changes };
    return `event: ${told ? 'changes' : 'snapshot'}\nid: ${seq}\ndata: ${JSON.stringify(frame)}\n\n`;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const began = performance.now();
    const topics = [...new Set([...this.#viewers].flatMap((viewer) => viewer.topics))];
    const found = await lookAt(this.#lookings, topics);
    this.#looking = false;
    this.#see(topics, found);
    if (this.#viewers.size === 0) return;
    const rest = Math.max(EVERY_MS, REST_FACTOR * (performance.now() - began));
    this.#timer = setTimeout(() => void this.#look(), rest);
  }

  #see(topics: readonly LiveTopic[], found: View<LiveItems>): void {
    const before = partOf(this.#seen.view, topics);
    const changes = changesBetween(before, found);
    if (changes === undefined) return;
    this.#seen = { seq: this.#seen.seq + 1, view: withChanges(before, changes) };
    this.#atMs = this.#clock.nowMs();
    this.#written.clear();
    for (const viewer of this.#viewers) viewer.show();
  }
}

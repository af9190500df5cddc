import type { LiveTopic } from '@pharos/core/api/live';
import type { ProjectScope } from '../../store/scope.ts';
import type { LiveMeter } from './meter.ts';
import { Viewer } from './viewer.ts';
import { Watch, type WatchParts } from './watch.ts';

export interface HubLimits {
  /** Of this process. */
  maxViewers: number;
  /** So that no project takes the room of all others. */
  maxOfProject: number;
}
export const HUB_LIMITS: HubLimits = { maxViewers: 1_000, maxOfProject: 500 };

/** All who watch, by project. Nothing is looked at where nobody watches. */
export class LiveHub {
  readonly #parts: WatchParts & { meter: LiveMeter };
  readonly #limits: HubLimits;
  readonly #watches = new Map<ProjectScope, Watch>();
  readonly #viewers = new Set<Viewer>();

  constructor(parts: WatchParts & { meter: LiveMeter }, limits: HubLimits = HUB_LIMITS) {
    this.#parts = parts;
    this.#limits = limits;
    parts.meter.watch(() => this.#viewers.size);
  }

  /** A new viewer, until their stream is closed; undefined when there is no room. */
  join(project: ProjectScope, topics: readonly LiveTopic[]): Viewer | undefined {
    const { meter } = this.#parts;
    const watch = this.#watches.get(project) ?? new Watch(project, this.#parts);
    if (this.#viewers.size >= this.#limits.maxViewers || watch.viewers >= this.#limits.maxOfProject) {
      meter.refused();
      return undefined;
    }
    this.#watches.set(project, watch);
    const viewer = new Viewer(watch, topics, meter);
    this.#viewers.add(viewer);
    viewer.stream.once('close', () => {
      this.#viewers.delete(viewer);
      watch.leave(viewer);
      if (watch.viewers === 0 && this.#watches.get(project) === watch) this.#watches.delete(project);
    });
    watch.join(viewer);
    return viewer;
  }

  /** Ends all streams. */
  close(): void {
    for (const viewer of this.#viewers) viewer.end();
  }
}

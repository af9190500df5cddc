import type { LiveEvent } from './bus.ts';

type Listener = (event: LiveEvent) => void;

/** Who listens in this process, by project. */
export class Listeners {
  readonly #byProject = new Map<string, Set<Listener>>();

  add(projectId: string, listener: Listener): () => void {
    const own = this.#byProject.get(projectId) ?? new Set();
    this.#byProject.set(projectId, own.add(listener));
    return () => {
      own.delete(listener);
      if (own.size === 0 && this.#byProject.get(projectId) === own) this.#byProject.delete(projectId);
    };
  }

  has(projectId: string): boolean {
    return this.#byProject.has(projectId);
  }

  tell(event: LiveEvent): void {
    for (const listener of this.#byProject.get(event.projectId) ?? []) listener(event);
  }

  /** Tells all that anything may have happened. */
  tellOfGap(): void {
    for (const projectId of this.#byProject.keys()) this.tell({ projectId, type: 'traces', traceIds: [] });
  }
}

/** Something happened in a project that an open page may want to know. Carries ids, never content. */
export interface LiveEvent {
  projectId: string;
  type: 'traces';
  traceIds: string[];
  /** When the earliest of the spans that were written or changed begins; absent when that is not known. */
  earliestMs?: number;
}

/** Publish and subscribe within a project; nothing is kept. */
export interface LiveBus {
  publish(event: LiveEvent): void;
  /** Returns the end of the subscription. */
  subscribe(projectId: string, listener: (event: LiveEvent) => void): () => void;
}

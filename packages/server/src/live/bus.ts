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
  /** Returns the end of the subscription. After a gap, in which nothing was heard, comes an event without ids and times. */
  subscribe(projectId: string, listener: (event: LiveEvent) => void): () => void;
  /** Whether what other processes publish is heard, just now. Of its own events each hears all. */
  readonly hearsOthers: boolean;
  /** Events of this process that did not reach the others. */
  readonly lost: number;
  close(): Promise<void>;
}

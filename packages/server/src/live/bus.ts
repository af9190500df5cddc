/** Something happened in a project that an open page may want to know. Carries ids, never content. */
export interface LiveEvent {
  projectId: string;
  type: 'traces';
  traceIds: string[];
}

/** Publish and subscribe within a project; nothing is kept. */
export interface LiveBus {
  publish(event: LiveEvent): void;
  /** Returns the end of the subscription. */
  subscribe(projectId: string, listener: (event: LiveEvent) => void): () => void;
}

/**
 * Attributes that tell how long a step waited before anybody began to work on it, and how many milliseconds one of their
 * unit is. What a server of models says of its own queue (vLLM, SGLang) or a worker of the time since a job was put in line.
 */
export const QUEUE_TIMES = [
  { attribute: 'pharos.queue_ms', ms: 1 },
  { attribute: 'gen_ai.latency.time_in_queue', ms: 1000 },
] as const;

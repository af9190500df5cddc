import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { RedactionRule } from './redact.ts';
import type { TracingMode } from './tracing/provider.ts';
import { type Clock, systemClock } from './transport/clock.ts';
import { createPost, type Post } from './transport/post.ts';

export interface AgentOptions {
  name: string;
  version?: string;
  /** Of this process, and of no other; made up unless said. */
  instance?: string;
  heartbeatSeconds?: number;
}

export interface StartOptions {
  /** Where Pharos is: `PHAROS_URL`, or `http://127.0.0.1:7070`. */
  url?: string;
  /** `PHAROS_SECRET_KEY`. Without one nothing is sent. */
  secretKey?: string;
  /** The name of this program: `OTEL_SERVICE_NAME`, else the name of its agent. */
  service?: string;
  /** production, staging … */
  environment?: string;
  /** The version of this program. */
  release?: string;
  /** The agent that lives in this process; its heartbeats are sent. */
  agent?: AgentOptions;
  /** What may not leave the process. */
  redact?: RedactionRule[];
  /** Inputs and outputs are told; true unless said. */
  content?: boolean;
  tracing?: TracingMode;
  /** How often the process is measured (processor, memory, event loop), in seconds; 15 unless said, false: never. */
  processMetrics?: number | false;
  /** False: everything runs, nothing is sent. */
  enabled?: boolean;
  /** Of one request; 10 s. */
  timeoutMs?: number;
  /** How long the end of the process may wait for what is still to be sent; 2 s. */
  exitTimeoutMs?: number;
  /** Is told what goes wrong; a warning on the console, once a minute at most, unless said. */
  onProblem?: (message: string) => void;
  /** For tests. */
  clock?: Clock;
  post?: Post;
  random?: () => number;
}

/** Once a minute at most, since what goes wrong once goes wrong often. */
export function sparing(log: (message: string) => void, clock: Clock): (message: string) => void {
  let quietUntilMs = 0;
  return (message) => {
    if (clock.nowMs() < quietUntilMs) return;
    quietUntilMs = clock.nowMs() + 60_000;
    log(message);
  };
}

/** The options with everything that was left out. */
export function readOptions(options: StartOptions, env: NodeJS.ProcessEnv) {
  const clock = options.clock ?? systemClock;
  const secretKey = options.secretKey ?? env.PHAROS_SECRET_KEY;
  const service = options.service ?? env.OTEL_SERVICE_NAME ?? options.agent?.name ?? 'unknown_service';
  const warn = sparing((message) => console.warn(`Pharos: ${message}`), clock);
  return {
    ...{ clock, secretKey, service },
    url: (options.url ?? env.PHAROS_URL ?? 'http://127.0.0.1:7070').replace(/\/+$/, ''),
    enabled: options.enabled !== false && secretKey !== undefined && secretKey !== '',
    environment: options.environment,
    release: options.release,
    identity: {
      name: options.agent?.name ?? service,
      version: options.agent?.version ?? options.release ?? '',
      instance: options.agent?.instance ?? `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    },
    heartbeatSeconds: options.agent && (options.agent.heartbeatSeconds ?? 10),
    redact: options.redact ?? [],
    content: options.content ?? true,
    tracing: options.tracing ?? ('auto' as const),
    processMetrics: options.processMetrics ?? 15,
    timeoutMs: options.timeoutMs ?? 10_000,
    exitTimeoutMs: options.exitTimeoutMs ?? 2_000,
    onProblem: options.onProblem ?? warn,
    post: options.post ?? createPost(),
    random: options.random ?? Math.random,
  };
}

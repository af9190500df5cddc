import { hostname } from 'node:os';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Agent } from './agent/agent.ts';
import { startHeartbeats } from './agent/heartbeats.ts';
import { beforeExit } from './exit.ts';
import { readOptions, type StartOptions } from './options.ts';
import { Metrics, metricsKind } from './performance/metrics.ts';
import { startProcessMetrics } from './performance/process.ts';
import { createRedact, redactTexts } from './redact.ts';
import { Generations } from './tokens/generation.ts';
import { Quotas } from './tokens/quota.ts';
import { resourceOf, setUpTracing } from './tracing/provider.ts';
import { spansKind } from './tracing/span-kind.ts';
import { SpanQueue } from './tracing/span-queue.ts';
import type { ChannelCounts } from './transport/channel.ts';
import type { Post } from './transport/post.ts';
import { Transport } from './transport/transport.ts';
import { Users } from './users/users.ts';

export interface Pharos {
  agent: Agent;
  /** Model calls that no instrumentation sees, and tokens told after the fact. */
  tokens: Generations;
  quota: Quotas;
  users: Users;
  /** Figures of the business, or of anything else; those of the process are measured by themselves. */
  metrics: Metrics;
  /** For a program that sets up OpenTelemetry by itself, with `tracing: 'join'`: add it to the provider. */
  spanProcessor: SpanProcessor;
  /** What was sent, waits, was dropped or refused, of each kind. */
  counts(): Record<string, ChannelCounts>;
  /** Sends what waits; true when all of it was answered for in time. */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Says that this process ends, sends what waits, and stops. */
  shutdown(timeoutMs?: number): Promise<boolean>;
}

/** Ids and moments are no texts. */
const KEPT: ReadonlySet<string> = new Set([
  'runId',
  'traceId',
  'spanId',
  'scoreId',
  'eventId',
  'reservation',
  'at',
  'time',
  'startedAt',
]);
/** Takes everything, and has it go nowhere. */
const nowhere: Post = () => Promise.resolve({ status: 204, retryAfter: undefined, body: Buffer.alloc(0) });

/** Tells Pharos what this process does. Never throws, and what it does never does. */
export function start(given: StartOptions = {}): Pharos {
  const options = readOptions(given, process.env);
  const { clock, url, enabled, timeoutMs, onProblem, random, identity, content, environment } = options;
  if (!enabled && given.enabled !== false)
    onProblem('without a secretKey (PHAROS_SECRET_KEY) nothing is sent');
  const headers = { authorization: `Bearer ${options.secretKey}` };
  // What is sent about the program is no part of what the program does.
  const post: Post = (request) =>
    enabled ? context.with(suppressTracing(ROOT_CONTEXT), () => options.post(request)) : nowhere(request);

  const redact = createRedact(options.redact);
  const transport = new Transport(
    { ...{ url, headers, timeoutMs, post, clock, random }, onProblem },
    redact && ((report) => redactTexts(report, redact, KEPT)),
  );
  const spanProcessor = new SpanQueue(transport.channel(spansKind(redact)));
  const { service, release } = options;
  const description = { service, environment, release, instance: identity.instance };
  const undoTracing = setUpTracing(options.tracing, spanProcessor, description);
  const metrics = new Metrics(transport.channel(metricsKind(resourceOf(description))), clock, redact);
  const endMetrics =
    options.processMetrics === false
      ? undefined
      : startProcessMetrics(metrics, options.processMetrics, clock);
  const tracer = trace.getTracer('@pharos/sdk');
  const heartbeats =
    options.heartbeatSeconds === undefined
      ? undefined
      : startHeartbeats(
          identity,
          { intervalSeconds: options.heartbeatSeconds, host: hostname() },
          transport,
          clock,
        );

  let ending: Promise<boolean> | undefined;
  const shutdown = (withinMs = options.exitTimeoutMs) => {
    ending ??= (async () => {
      undoExit();
      heartbeats?.stop();
      endMetrics?.();
      const all = await transport.flush(withinMs);
      transport.stop();
      undoTracing();
      return all;
    })();
    return ending;
  };
  const undoExit = beforeExit(
    () => shutdown(),
    () => transport.flush(options.exitTimeoutMs),
  );

  const ask = (path: string, body: string, withinMs: number) =>
    post({
      url: `${url}${path}`,
      headers: { ...headers, 'content-type': 'application/json' },
      ...{ body, timeoutMs: withinMs, background: false },
    });
  return {
    agent: new Agent({ identity, tracer, transport, clock, content }),
    tokens: new Generations(tracer, content, () => clock.nowMs()),
    quota: new Quotas(ask, transport, onProblem),
    users: new Users(transport, clock, environment),
    metrics,
    spanProcessor,
    counts: () => transport.counts(),
    flush: (withinMs = timeoutMs) => transport.flush(withinMs),
    shutdown,
  };
}

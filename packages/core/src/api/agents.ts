import { z } from 'zod';
import { AGENT_STATES, REASON_CODES } from '../agents/facts.ts';
import { pageOf } from './common.ts';

const count = z.number().int();
const instant = z.iso.datetime();

/** Why a state is what it is: a code, and the figures that a sentence about it needs; times in milliseconds, rates from 0 to 1. */
export const stateReasonSchema = z.object({
  code: z.enum(REASON_CODES),
  figures: z.record(z.string(), z.number()),
  /** The one of several instances that is to blame. */
  instance: z.string().optional(),
  /** The run and its step that it is about. */
  run: z.string().optional(),
  step: z.string().optional(),
});
const verdict = { state: z.enum(AGENT_STATES), reason: stateReasonSchema };

export const agentInstanceSchema = z.object({
  instance: z.string(),
  version: z.string(),
  host: z.string(),
  ...verdict,
  since: instant,
  startedAt: instant.nullable(),
  lastHeardAt: instant,
  intervalSeconds: count,
  runsInFlight: count,
});

export const agentSchema = z.object({
  name: z.string(),
  /** Of its instances and, over the last day, of its spans. */
  versions: z.array(z.string()),
  ...verdict,
  /** Null when nobody kept watch over it: it is known by its spans alone. */
  since: instant.nullable(),
  /** Those of whom anything was heard within a day; of one that was stopped, within an hour. */
  instances: z.array(agentInstanceSchema),
  runsInFlight: count,
  /** Its runs that began within the last hour, as its spans tell them. */
  lastHour: z.object({
    requests: count,
    errors: count,
    successRate: z.number().nullable(),
    p95Ms: z.number().nullable(),
  }),
  /** Of the last day. */
  lastError: z
    .object({ at: instant, message: z.string(), traceId: z.string(), spanId: z.string() })
    .nullable(),
});
export type ApiAgent = z.infer<typeof agentSchema>;
export const agentListSchema = pageOf(agentSchema);

export const runInFlightSchema = z.object({
  /** The id of its trace. */
  runId: z.string(),
  /** '' when its spans name none. */
  agent: z.string(),
  version: z.string(),
  instance: z.string(),
  /** What it does now. */
  step: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  startedAt: instant,
  lastProgressAt: instant,
  elapsedMs: z.number(),
  /** What 95 of 100 runs of its agent took at most, over a week; null when there were none. */
  usualMs: z.number().nullable(),
  /** It has told nothing for longer than is usual. */
  stuck: z.boolean(),
  /** Who tells of it: the application itself, or spans that have begun and not ended. */
  source: z.enum(['reports', 'spans']),
});
export type RunInFlight = z.infer<typeof runInFlightSchema>;
export const runListSchema = pageOf(runInFlightSchema);

export const agentDetailSchema = agentSchema.extend({
  from: instant,
  to: instant,
  /** States one after another; nothing is told of the time before anybody kept watch. */
  timeline: z.array(z.object({ from: instant, to: instant, ...verdict })),
  /** The share of the time that it was up, of that in which it was meant to be: not while it was stopped. Null: there was none. */
  uptime: z.number().nullable(),
  /** Mean time from going down (failing, stuck, or silent) to being up again. */
  mttrMs: z.number().nullable(),
  failures: count,
  /** In flight, the oldest first; at most 100. */
  runs: z.array(runInFlightSchema),
});
export type ApiAgentDetail = z.infer<typeof agentDetailSchema>;

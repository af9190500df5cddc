import { z } from 'zod';
import { at, country, id, label, locale, page } from './report-fields.ts';

/**
 * What applications tell of themselves while they run, since no trace can: that a process lives, that a run has begun and still
 * gets on, that somebody is there. Plain JSON over HTTP, in batches, each told again without harm. Times are ISO 8601; without one
 * it is now. What is told of the future counts as now.
 *
 * `POST /api/v1/agents/heartbeats`, `POST /api/v1/agents/runs` (`/api/v1/runs` is where LangSmith's SDKs post theirs),
 * `POST /api/v1/presence`.
 */

/** At most so many in one request. */
export const MAX_REPORTS = 1000;

export const HEARTBEAT_SECONDS = { least: 1, most: 600, usual: 10 } as const;

/** A process in which an agent lives. Told every `intervalSeconds`; when three are missed it is offline. */
export const heartbeatSchema = z.strictObject({
  agent: id,
  version: label.default(''),
  /** Of this process, and of no other. */
  instance: id,
  /** `stopping`: it ends on purpose, and is no longer missed. */
  says: z.enum(['starting', 'ready', 'stopping']).default('ready'),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  intervalSeconds: z
    .number()
    .int()
    .min(HEARTBEAT_SECONDS.least)
    .max(HEARTBEAT_SECONDS.most)
    .default(HEARTBEAT_SECONDS.usual),
  host: label.default(''),
  at,
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const RUN_EVENTS = ['started', 'progress', 'ended'] as const;
export const RUN_OUTCOMES = ['ok', 'error', 'cancelled'] as const;

/** That a run began, got on, or ended. */
export const runReportSchema = z.strictObject({
  /** The id of its trace. */
  runId: id,
  event: z.enum(RUN_EVENTS),
  agent: id,
  version: label.default(''),
  /** As in its heartbeats, so that a run ends with its process. */
  instance: label.default(''),
  /** What it does now. */
  step: label.default(''),
  userId: label.default(''),
  sessionId: label.default(''),
  /** Of what has ended. */
  outcome: z.enum(RUN_OUTCOMES).default('ok'),
  at,
});
export type RunReport = z.infer<typeof runReportSchema>;

export const PRESENCE_STATES = ['active', 'idle', 'left'] as const;

/** That somebody is there (`active`), is there and does nothing (`idle`: no input for a while, or the page is hidden), or has gone. */
export const presenceReportSchema = z.strictObject({
  userId: id,
  sessionId: label.default(''),
  state: z.enum(PRESENCE_STATES).default('active'),
  /** Where: the agent talked to, the page, the platform (web, ios, slack …). */
  agent: label.default(''),
  page: page.default(''),
  platform: label.default(''),
  country: country.default(''),
  locale: locale.default(''),
  at,
});
export type PresenceReport = z.infer<typeof presenceReportSchema>;

/** A batch, whose items are read one by one: a bad one is refused and the others count. */
export const reportsOf = <Name extends string>(name: Name) =>
  z.strictObject({ [name]: z.array(z.unknown()).min(1).max(MAX_REPORTS) } as Record<
    Name,
    z.ZodArray<z.ZodUnknown>
  >);

/** What was taken, and what was not and why, by its place in the batch. */
export const reportsTakenSchema = z.object({
  accepted: z.number(),
  refused: z.array(z.object({ index: z.number(), message: z.string() })),
});
export type ReportsTaken = z.infer<typeof reportsTakenSchema>;

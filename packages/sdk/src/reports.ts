/*
 * What is told beside telemetry, as the API takes it. Written out here, so that a program that uses the SDK needs nothing of the
 * server's; that both say the same is held by contract.test.ts.
 */

export interface Heartbeat {
  agent: string;
  version?: string;
  instance: string;
  says?: 'starting' | 'ready' | 'stopping';
  startedAt?: string;
  intervalSeconds?: number;
  host?: string;
  at?: string;
}

export type RunOutcome = 'ok' | 'error' | 'cancelled';

export interface RunReport {
  /** The id of its trace. */
  runId: string;
  event: 'started' | 'progress' | 'ended';
  agent: string;
  version?: string;
  instance?: string;
  step?: string;
  userId?: string;
  sessionId?: string;
  outcome?: RunOutcome;
  at?: string;
}

export interface PresenceReport {
  userId: string;
  sessionId?: string;
  state?: 'active' | 'idle' | 'left';
  /** Where: the agent talked to, the page, the platform (web, ios, slack …). */
  agent?: string;
  page?: string;
  platform?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  /** BCP 47. */
  locale?: string;
  at?: string;
}

/** What is told of an event beside its name: each a text, a number, true or false. */
export type EventProperties = Record<string, string | number | boolean>;

/** Something that a user did. Told again with its id and time it is the same event. */
export interface EventReport {
  name: string;
  eventId?: string;
  userId?: string;
  sessionId?: string;
  traceId?: string;
  agent?: string;
  page?: string;
  platform?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  /** BCP 47. */
  locale?: string;
  properties?: EventProperties;
  at?: string;
}

/** A judgement of a trace, of one of its spans, or of a session. */
export interface ScoreReport {
  scoreId: string;
  name: string;
  value: number | boolean | string;
  traceId?: string;
  spanId?: string;
  sessionId?: string;
  comment?: string;
  source?: 'feedback' | 'api';
  author?: string;
  environment?: string;
  time?: string;
}

/** What was really spent of a reservation; a measure that is left out: as much as was reserved. */
export interface SettleReport {
  reservation: string;
  tokens?: number;
  cost?: string;
  requests?: number;
}

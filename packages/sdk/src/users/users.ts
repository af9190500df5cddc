import { randomUUID } from 'node:crypto';
import { context, trace } from '@opentelemetry/api';
import type { EventProperties, EventReport, PresenceReport, ScoreReport } from '../reports.ts';
import { quietly } from '../tracing/traced.ts';
import { type Who, whoAttributes, whoIn, withWho } from '../tracing/who.ts';
import type { Clock } from '../transport/clock.ts';
import type { Transport } from '../transport/transport.ts';

/** Of a session or a trace; left out: what goes on at that place. */
export interface Feedback {
  /** `feedback` unless said. */
  name?: string;
  /** A number, a thumb (true or false), or a category. */
  value: number | boolean | string;
  comment?: string;
  traceId?: string;
  spanId?: string;
  sessionId?: string;
}

export class Users {
  #transport: Transport;
  #clock: Clock;
  #environment: string | undefined;

  constructor(transport: Transport, clock: Clock, environment: string | undefined) {
    this.#transport = transport;
    this.#clock = clock;
    this.#environment = environment;
  }

  /** What `call` does is done for this user, in this session. */
  session<T>(who: Who, call: () => T): T {
    return context.with(withWho(context.active(), who), call);
  }

  /** Who the user is, from here on: in this session, or outside of one in the whole program. */
  identify(userId: string, sessionId?: string): void {
    const who = whoIn(context.active());
    who.userId = userId;
    if (sessionId !== undefined) who.sessionId = sessionId;
    quietly(() => void trace.getActiveSpan()?.setAttributes(whoAttributes(who)));
  }

  /** That a user is there, does nothing, or has left. The user of the session unless another one is named. */
  presence(report: Partial<PresenceReport> = {}): void {
    quietly(() => {
      const { userId = '', sessionId } = whoIn(context.active());
      this.#transport.report('presence', {
        userId,
        ...(sessionId === undefined ? {} : { sessionId }),
        at: this.#now(),
        ...report,
      });
    });
  }

  /**
   * That the user of the session, or the one that is named, did something. It belongs to the trace that goes on here, if any.
   */
  event(name: string, properties: EventProperties = {}, said: Partial<EventReport> = {}): void {
    quietly(() => {
      const { userId, sessionId } = whoIn(context.active());
      const traceId = trace.getActiveSpan()?.spanContext().traceId;
      this.#transport.report('events', {
        ...{ name, properties, eventId: randomUUID(), at: this.#now() },
        ...(userId === undefined ? {} : { userId }),
        ...(sessionId === undefined ? {} : { sessionId }),
        ...(traceId === undefined ? {} : { traceId }),
        ...said,
      });
    });
  }

  /** What a user thinks of an answer; it is kept as a score. */
  feedback({ name = 'feedback', ...said }: Feedback): void {
    quietly(() => {
      const { userId, sessionId } = whoIn(context.active());
      const span = trace.getActiveSpan()?.spanContext();
      const target: Pick<ScoreReport, 'traceId' | 'sessionId'> =
        said.traceId !== undefined || said.sessionId !== undefined
          ? {}
          : span
            ? { traceId: span.traceId }
            : sessionId !== undefined
              ? { sessionId }
              : {};
      this.#transport.report('scores', {
        ...{ scoreId: randomUUID(), name, source: 'feedback', time: this.#now() },
        ...(userId === undefined ? {} : { author: userId }),
        ...(this.#environment === undefined ? {} : { environment: this.#environment }),
        ...target,
        ...said,
      });
    });
  }

  #now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }
}

import type { Clock } from '@pharos/core/time';
import type { TelemetryReader } from '../contract.ts';
import type { Driver } from '../driver.ts';
import { answerOf } from './answer.ts';
import { findGroup, listGroups } from './group-list.ts';
import { rangeOf, readListQuery } from './list-query.ts';
import { logsOf } from './logs.ts';
import { type AnswerRow, planOf, questionSql } from './question-sql.ts';
import { openSession, SESSIONS } from './sessions.ts';
import { run } from './sql.ts';
import { suggestValues } from './suggest.ts';
import { listTraces } from './trace-list.ts';
import { openSpan, openTrace } from './trace-open.ts';
import { USERS } from './users.ts';

/** The reading side of the telemetry store. */
export function createReader(driver: Driver, clock: Clock): TelemetryReader {
  return {
    async ask(scope, question, signal) {
      const plan = planOf(scope, question);
      return answerOf(plan, await run<AnswerRow>(driver, questionSql(plan), signal && { signal }));
    },
    traces: async (scope, query, signal) => listTraces(driver, scope, readListQuery(clock, query), signal),
    trace: (scope, traceId, view) => openTrace(driver, scope, traceId, view),
    span: (scope, traceId, spanId) => openSpan(driver, scope, traceId, spanId),
    logs: (scope, traceId) => logsOf(driver, scope, traceId),
    sessions: async (scope, query) => listGroups(driver, scope, SESSIONS, readListQuery(clock, query)),
    session: (scope, sessionId) => openSession(driver, scope, sessionId),
    users: async (scope, query) => listGroups(driver, scope, USERS, readListQuery(clock, query)),
    user: (scope, userId) => findGroup(driver, scope, USERS, userId),
    suggest: async (scope, field, text, from, to) =>
      suggestValues(driver, scope, field, text, rangeOf(clock, from, to)),
  };
}

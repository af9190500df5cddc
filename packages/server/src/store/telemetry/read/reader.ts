import { isSent } from '@pharos/core/metric-points/named';
import { type Clock, nowNs } from '@pharos/core/time';
import type { TelemetryReader } from '../contract.ts';
import { abortable, type Queries } from '../driver.ts';
import { agentVersions, endedRuns, lastErrors, openRuns } from './agents.ts';
import { answerOf } from './answer.ts';
import { createBehaviourReader } from './behaviour/reader.ts';
import { readCallGroups } from './call-groups.ts';
import { compareSelection } from './differences.ts';
import { listErrors } from './error-groups.ts';
import { countEventNames, listEvents } from './events.ts';
import { askExpert, exportExpert } from './expert/ask.ts';
import { exportSteps, printExport } from './exported.ts';
import { findGroup, listGroups } from './group-list.ts';
import { askPrepared } from './leaders.ts';
import { rangeOf, readListQuery } from './list-query.ts';
import { liveFailures, liveRates } from './live.ts';
import { logsOf } from './logs.ts';
import { readMetered } from './metered.ts';
import { readMeasured } from './metrics/measured.ts';
import { listMetrics } from './metrics/metric-list.ts';
import { sentAnswer } from './metrics/sent-answer.ts';
import { agentTraces, pathSpans } from './paths.ts';
import { presenceHistory } from './presence-history.ts';
import { exportQuestion } from './question-export.ts';
import { planOf } from './question-plan.ts';
import { type AnswerRow, questionSql } from './question-sql.ts';
import type { Rolled } from './rolled-rows.ts';
import { promptGrowth } from './savings/growth.ts';
import { resentHistories } from './savings/histories.ts';
import { callProfile } from './savings/profile.ts';
import { sampleCalls } from './savings/sample.ts';
import { countScores, findScore, listScores } from './score-list.ts';
import { presenceOfSessions, sessionsStanding } from './session-lives.ts';
import { sessionPart } from './session-part.ts';
import { openSession, SESSIONS } from './sessions.ts';
import { slowestSpans } from './slowest-spans.ts';
import { countSpans, listSpans } from './span-list.ts';
import { readSpending } from './spending.ts';
import { run } from './sql.ts';
import { suggestValues } from './suggest.ts';
import { listTraces } from './trace-list.ts';
import { openSpan, openTrace } from './trace-open.ts';
import { tracePart, traceSummaries } from './trace-part.ts';
import { USERS } from './users.ts';
import { usersSeen } from './users-seen.ts';
import { readWaste, wasteCauses } from './waste/waste.ts';
import { readWasteTraces } from './waste/waste-traces.ts';

/** The reading side of the telemetry store. */
export function createReader(engine: Queries, clock: Clock): TelemetryReader {
  return {
    async ask(scope, question, signal) {
      if (question.metrics.some(isSent)) return sentAnswer(abortable(engine, signal), scope, question);
      const plan = planOf(scope, question);
      const asked = abortable(engine, signal);
      const rows = (rolled?: Rolled) => run<AnswerRow>(asked, questionSql(plan, rolled));
      return answerOf(plan, await askPrepared(asked, plan, rows));
    },
    exportAnswer: async (scope, question, format, signal) =>
      exportQuestion(abortable(engine, signal), scope, question, format),
    spending: async (scope, query, signal) => readSpending(abortable(engine, signal), scope, query),
    metered: async (scope, query, signal) => readMetered(abortable(engine, signal), scope, query),
    metrics: (scope, query, signal) => listMetrics(abortable(engine, signal), scope, query),
    measured: (scope, question, signal) => readMeasured(abortable(engine, signal), scope, question),
    callGroups: async (scope, query, signal) => readCallGroups(abortable(engine, signal), scope, query),
    differences: async (scope, request, signal) =>
      compareSelection(abortable(engine, signal), scope, request),
    sql: (scope, request, signal) => askExpert(abortable(engine, signal), scope, request),
    sqlExport: (scope, request, signal) => exportExpert(abortable(engine, signal), scope, request),
    exportSteps: (scope, asked, steps, signal) => exportSteps(abortable(engine, signal), scope, asked, steps),
    printExport: (scope, asked, print, signal) => printExport(abortable(engine, signal), scope, asked, print),
    traces: async (scope, query, signal) =>
      listTraces(abortable(engine, signal), scope, readListQuery(clock, query)),
    trace: (scope, traceId, view, signal) => openTrace(abortable(engine, signal), scope, traceId, view),
    span: (scope, traceId, spanId, signal) => openSpan(abortable(engine, signal), scope, traceId, spanId),
    spans: async (scope, query, signal) => listSpans(abortable(engine, signal), scope, clock, query),
    countSpans: async (scope, filter, signal) => countSpans(abortable(engine, signal), scope, clock, filter),
    slowestSpans: async (scope, query, signal) =>
      slowestSpans(abortable(engine, signal), scope, clock, query),
    logs: (scope, traceId, signal) => logsOf(abortable(engine, signal), scope, traceId),
    errors: async (scope, query, signal) => listErrors(abortable(engine, signal), scope, clock, query),
    sessions: async (scope, { life, ...query }, signal) => {
      const request = readListQuery(clock, query);
      const among = life && sessionsStanding(scope, request.range, life);
      return listGroups(abortable(engine, signal), scope, SESSIONS, { ...request, among });
    },
    presenceOfSessions: async (scope, { from, to, sessions }, limit, signal) =>
      presenceOfSessions(
        abortable(engine, signal),
        scope,
        { sessions, range: rangeOf(clock, from, to) },
        limit,
      ),
    session: (scope, sessionId, signal) => openSession(abortable(engine, signal), scope, sessionId),
    users: async (scope, query, signal) =>
      listGroups(abortable(engine, signal), scope, USERS, readListQuery(clock, query)),
    user: (scope, userId, signal) => findGroup(abortable(engine, signal), scope, USERS, userId),
    scores: async (scope, query, signal) => listScores(abortable(engine, signal), scope, query),
    countScores: (scope, filter, signal) => countScores(abortable(engine, signal), scope, filter),
    score: (scope, scoreId, signal) => findScore(abortable(engine, signal), scope, scoreId),
    tracePart: async (scope, query, signal) => tracePart(abortable(engine, signal), scope, clock, query),
    traceSummaries: (scope, ids, signal) => traceSummaries(abortable(engine, signal), scope, ids),
    sessionPart: async (scope, query, signal) => sessionPart(abortable(engine, signal), scope, query),
    waste: async (scope, query, signal) => readWaste(abortable(engine, signal), scope, clock, query),
    wasteTraces: async (scope, query, signal) =>
      readWasteTraces(abortable(engine, signal), scope, clock, query),
    wasteCauses: (scope, asked, signal) => wasteCauses(abortable(engine, signal), scope, asked, nowNs(clock)),
    callProfile: (scope, asked, signal) => callProfile(abortable(engine, signal), scope, asked, nowNs(clock)),
    resentHistories: (scope, asked, signal) =>
      resentHistories(abortable(engine, signal), scope, asked, nowNs(clock)),
    promptGrowth: (scope, asked, signal) => promptGrowth(abortable(engine, signal), scope, asked),
    sampleCalls: (scope, asked, page, signal) => sampleCalls(abortable(engine, signal), scope, asked, page),
    ...createBehaviourReader(engine),
    endedRuns: (scope, runIds, range) => endedRuns(engine, scope, runIds, range),
    openRuns: (scope, signal) => openRuns(abortable(engine, signal), scope, nowNs(clock)),
    usersSeen: (scope, range, limit, signal) => usersSeen(abortable(engine, signal), scope, range, limit),
    events: async (scope, query, signal) => listEvents(abortable(engine, signal), scope, clock, query),
    eventNames: async (scope, query, signal) =>
      countEventNames(abortable(engine, signal), scope, clock, query),
    presenceHistory: (scope, query, limit, signal) =>
      presenceHistory(abortable(engine, signal), scope, query, limit),
    lastErrors: (scope, range, signal) => lastErrors(abortable(engine, signal), scope, range),
    agentVersions: (scope, range, signal) => agentVersions(abortable(engine, signal), scope, range),
    agentTraces: async (scope, asked, limit, signal) =>
      agentTraces(abortable(engine, signal), scope, clock, asked, limit),
    pathSpans: (scope, traceIds, signal) => pathSpans(abortable(engine, signal), scope, traceIds),
    rates: (scope, signal) => liveRates(abortable(engine, signal), scope, nowNs(clock)),
    failures: (scope, limit, signal) => liveFailures(abortable(engine, signal), scope, nowNs(clock), limit),
    suggest: async (scope, { text: part, from, to, ...wanted }, signal) =>
      suggestValues(abortable(engine, signal), scope, { ...wanted, part }, rangeOf(clock, from, to)),
  };
}

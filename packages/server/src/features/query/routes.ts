import { projectQuery } from '@pharos/core/api/common';
import {
  type AnswerLine,
  answerLineSchema,
  questionExportSchema,
  questionsSchema,
} from '@pharos/core/api/questions';
import { usualRequestSchema, usualSchema } from '@pharos/core/api/usage';
import { isSent } from '@pharos/core/metric-points/named';
import { answerSchema, questionSchema } from '@pharos/core/question';
import { judgedRange, usual } from '@pharos/core/series/judged';
import { type Clock, isoFromNs, nsFromIso } from '@pharos/core/time';
import type { FastifyBaseLogger } from 'fastify';
import type { Answers } from '../../answers/answers.ts';
import type { Outcome } from '../../answers/page.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import { toApiError } from '../../http/error-reply.ts';
import type { Plugin } from '../../http/routes.ts';
import { sendFile } from '../../http/send-file.ts';
import { LINES, sendLines } from '../../http/send-lines.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** Since when a project has spans, in nanoseconds; undefined: none were removed. */
export type SpansFrom = (scope: ProjectScope) => Promise<bigint | undefined>;

/** `POST /api/v1/query`, the same as a file, and `POST /api/v1/questions`: the road from charts, alerts and reports to the data. */
export const query =
  (
    { clock }: { clock: Clock },
    answers: Answers,
    reader: Pick<TelemetryReader, 'exportAnswer'>,
    spansFrom: SpansFrom,
  ): Plugin =>
  (routes) => {
    routes.post(
      '/api/v1/query',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Answers a question: metrics by dimensions, filters, range and buckets',
          querystring: projectQuery,
          body: questionSchema,
          response: { 200: answerSchema },
        },
      },
      async ({ project, body }, reply) => {
        const answer = await answers.ask(project, body, clientGone(reply));
        const fromNs = await spansFrom(project);
        const isCut =
          fromNs !== undefined && !body.metrics.some(isSent) && (nsFromIso(body.from) ?? 0n) < fromNs;
        return isCut ? { ...answer, spansFrom: isoFromNs(fromNs) } : answer;
      },
    );

    routes.post(
      '/api/v1/query/usual',
      {
        config: { access: mayRead },
        schema: {
          summary: 'What is usual of a metric at each hour: bands to lay behind its course',
          description:
            'Told by the same hour of other weeks, up to eight weeks before the range; of other days where less is known. Buckets are an hour or longer. A band reaches two standard deviations to either side and is null where too little is known.',
          querystring: projectQuery,
          body: usualRequestSchema,
          response: { 200: usualSchema },
        },
      },
      async ({ project, body }, reply) => {
        const { metric, filters, search, from } = body;
        const question = questionSchema.parse({ metrics: [metric], filters, search, ...judgedRange(body) });
        const answer = await answers.ask(project, question, clientGone(reply));
        return usual(answer, metric, from, clock.nowMs());
      },
    );

    routes.post(
      '/api/v1/query/export',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The answer to a question as a file: CSV or Parquet',
          description:
            'A row for each group and bucket in which something happened, columns named as dimensions and metrics; with `compare` each metric has a column for the period before. Money is exact. `rest` marks what is beyond the largest groups.',
          querystring: projectQuery,
          body: questionExportSchema,
        },
      },
      async ({ project, body }, reply) => {
        const { question, format } = body;
        const bytes = await reader.exportAnswer(project, question, format, clientGone(reply));
        return sendFile(reply, format, bytes);
      },
    );

    routes.post(
      '/api/v1/questions',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Answers many questions: a page of charts in one request',
          description:
            'The answer is newline-delimited JSON, a line for each question as soon as it is answered. `index` is its place in the list; one that cannot be answered has an `error` in place of its `answer`.',
          querystring: projectQuery,
          body: questionsSchema,
          response: {
            200: { description: 'A line', content: { [LINES]: { schema: answerLineSchema } } },
          },
        },
      },
      ({ project, body, log }, reply) => {
        const outcomes = answers.askAll(project, body.questions, clientGone(reply));
        sendLines(reply, inLines(outcomes, log));
      },
    );
  };

async function* inLines(
  outcomes: AsyncIterable<Outcome>,
  log: FastifyBaseLogger,
): AsyncGenerator<AnswerLine> {
  for await (const outcome of outcomes) yield lineOf(outcome, log);
}

function lineOf(outcome: Outcome, log: FastifyBaseLogger): AnswerLine {
  if ('answer' in outcome) return outcome;
  const { code, message, status, details } = toApiError(outcome.error);
  if (status === 500) log.error({ err: outcome.error }, 'a question of many failed');
  return { index: outcome.index, error: { code, message, ...(details !== undefined && { details }) } };
}

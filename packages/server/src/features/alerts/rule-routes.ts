import { BACKTEST_GROUPS, backtestQuestion, momentsOf } from '@pharos/core/alerts/backtest';
import { replay } from '@pharos/core/alerts/replay';
import { ruleInputSchema } from '@pharos/core/alerts/rule';
import { alertStateOf } from '@pharos/core/alerts/standing';
import { backtestSchema, ruleStandingSchema, ruleSummarySchema } from '@pharos/core/api/alerts';
import { boundedRange, projectQuery } from '@pharos/core/api/common';
import { shiftsOf } from '@pharos/core/on-call/schedule';
import { z } from 'zod';
import type { Answers } from '../../answers/answers.ts';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { documentOf } from './document-queries.ts';
import { ruleSummaries } from './rule-summaries.ts';

const which = z.object({ id: z.string().min(1).max(64) });

/** How rules stand, how they would have, and who is on call. */
export const ruleRoutes =
  ({ records }: Pick<Parts, 'records'>, answers: Pick<Answers, 'ask'>) =>
  (routes: Routes): void => {
    routes.get(
      '/api/v1/alerts/rules/standings',
      {
        config: { access: mayRead },
        schema: {
          summary: 'How all rules stand: how many groups of each, as of its last evaluation',
          querystring: projectQuery,
          response: { 200: z.object({ data: z.array(ruleSummarySchema) }) },
        },
      },
      async ({ project }) => ({ data: await ruleSummaries(records, project) }),
    );

    routes.get(
      '/api/v1/alerts/rules/:id/standing',
      {
        config: { access: mayRead },
        schema: {
          summary: 'How the groups of a rule stand, as of its last evaluation',
          params: which,
          querystring: projectQuery,
          response: { 200: ruleStandingSchema },
        },
      },
      async ({ project, params }) => {
        if (!(await documentOf(records, project, 'rule', params.id))) unknown('rule');
        const row = await records
          .selectFrom('alertStandings')
          .selectAll()
          .where('ruleId', '=', params.id)
          .executeTakeFirst();
        const groups = Object.entries(row?.standings ?? {}).map(([key, standing]) => ({
          group: JSON.parse(key) as string[],
          state: alertStateOf(standing),
          since: new Date(standing.sinceMs).toISOString(),
          ...{ value: standing.value, limit: standing.limit },
        }));
        const evaluatedAt = row?.evaluatedAt?.toISOString() ?? null;
        return { evaluatedAt, error: row?.error ?? null, dropped: row?.dropped ?? 0, groups };
      },
    );

    routes.post(
      '/api/v1/alerts/rules/backtest',
      {
        config: { access: mayRead },
        schema: {
          summary: 'When a rule would have fired in a range of at most 31 days, and the figures that tell it',
          description: `Of rules that watch a metric, with their ${BACKTEST_GROUPS} largest groups. Where a range has too many of the rule's windows, longer ones stand for them.`,
          querystring: boundedRange(31),
          body: ruleInputSchema,
          response: { 200: backtestSchema },
        },
      },
      async ({ project, query, body: rule }, reply) => {
        const { watch } = rule;
        if (watch.kind !== 'metric')
          throw new ApiError('invalid_request', {
            message: 'Only a rule that watches a metric can be tried on what was.',
          });
        const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to)];
        const answer = await answers.ask(
          project,
          backtestQuestion(watch, { fromMs, toMs }),
          clientGone(reply),
        );
        const { episodes } = replay(rule, momentsOf(watch, answer, fromMs));
        return {
          answer,
          episodes: episodes.map(({ key, badSinceMs, firedAtMs, endedAtMs, worst }) => ({
            group: JSON.parse(key) as string[],
            badSince: new Date(badSinceMs).toISOString(),
            firedAt: new Date(firedAtMs).toISOString(),
            endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
            worst,
          })),
        };
      },
    );

    routes.get(
      '/api/v1/alerts/schedules/:id/shifts',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Who is on call by a schedule, over at most 93 days',
          params: which,
          querystring: boundedRange(93),
          response: {
            200: z.object({
              data: z.array(z.object({ from: z.string(), to: z.string(), person: z.string().nullable() })),
            }),
          },
        },
      },
      async ({ project, params, query }) => {
        const schedule = (await documentOf(records, project, 'schedule', params.id)) ?? unknown('schedule');
        const shifts = shiftsOf(schedule, { fromMs: Date.parse(query.from), toMs: Date.parse(query.to) });
        return {
          data: shifts.map(({ fromMs, toMs, person = null }) => ({
            ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), person },
          })),
        };
      },
    );
  };

function unknown(what: string): never {
  throw new ApiError('not_found', { message: `There is no such ${what} in this project.` });
}

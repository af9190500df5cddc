import { ruleStandingSchema, ruleSummarySchema } from '@pharos/core/api/alerts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

const RULES = '/api/v1/alerts/rules';
/** Rules are evaluated without anybody's doing. */
const EVERY_MS = 15_000;

/** How the groups of a rule stand. */
export const ruleStandingQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'standing', id],
    queryFn: ({ signal }) =>
      api.get(ruleStandingSchema, `${RULES}/${encodeURIComponent(id)}/standing`, { project, signal }),
    refetchInterval: EVERY_MS,
  });

/** How all rules stand. */
export const ruleSummariesQuery = (project: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'standings'],
    queryFn: async ({ signal }) =>
      (
        await api.get(z.object({ data: z.array(ruleSummarySchema) }), `${RULES}/standings`, {
          project,
          signal,
        })
      ).data,
    refetchInterval: EVERY_MS,
  });

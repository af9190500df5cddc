import { ruleStandingSchema } from '@pharos/core/api/alerts';
import { incidentSchema } from '@pharos/core/api/incidents';
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

/** All that fires now. */
export const firingQuery = (project: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'firing'],
    queryFn: async ({ signal }) =>
      (await api.get(z.object({ data: z.array(incidentSchema) }), '/api/v1/alerts', { project, signal }))
        .data,
    refetchInterval: EVERY_MS,
  });

import { incidentSchema } from '@pharos/core/api/incidents';
import type { Matcher } from '@pharos/core/incidents/matcher';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

const listSchema = z.object({ data: z.array(incidentSchema) });

/** Open incidents that matchers match: what a silence would mute now. */
export const silencePreviewQuery = (project: string, matchers: readonly Matcher[]) =>
  queryOptions({
    queryKey: ['alerts', project, 'silence-preview', matchers],
    queryFn: async ({ signal }) =>
      (
        await api.change(listSchema, 'POST', '/api/v1/alerts/silences/preview', {
          project,
          body: { matchers },
          signal,
        })
      ).data,
    placeholderData: keepPreviousData,
  });

import { scoreConfigSchema } from '@pharos/core/api/score-configs';
import { type ScoreCreate, scorePageSchema, scoresCreatedSchema } from '@pharos/core/api/scores';
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';

/** Of a session or a user, their traces included; or on these traces. */
export interface ScoresOf {
  sessionId?: string;
  userId?: string;
  traceId?: readonly string[];
  from?: string;
  /** Empty for up to now. */
  to?: string;
  limit?: number;
}

/** Scores, the newest first. */
export const scoresQuery = (project: string, { limit = 100, ...of }: ScoresOf) =>
  queryOptions({
    queryKey: ['scores', project, of, limit],
    queryFn: ({ signal }) =>
      api.get(scorePageSchema, '/api/v1/scores', { project, query: { ...of, limit }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

export const scoreConfigsQuery = (project: string) =>
  queryOptions({
    queryKey: ['score-configs', project],
    queryFn: async ({ signal }) =>
      (
        await api.get(z.object({ data: z.array(scoreConfigSchema) }), '/api/v1/score-configs', {
          project,
          signal,
        })
      ).data,
    staleTime: 60_000,
  });

/** Whatever shows scores asks again. */
const askScoresAgain = (client: QueryClient, project: string) =>
  askAgain(client, ...['scores', 'trace', 'question', 'suggest'].map((name) => [name, project]));

export function useGiveScore(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (score: ScoreCreate) =>
      api.change(scoresCreatedSchema, 'POST', '/api/v1/scores', { project, body: score }),
    onSuccess: () => askScoresAgain(client, project),
  });
}

export function useTakeScoreBack(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (scoreId: string) =>
      api.change(z.unknown(), 'DELETE', `/api/v1/scores/${encodeURIComponent(scoreId)}`, { project }),
    onSuccess: () => askScoresAgain(client, project),
  });
}

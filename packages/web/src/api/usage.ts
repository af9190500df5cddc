import type { TableFormat } from '@pharos/core/api/questions';
import {
  type AnomaliesInput,
  anomaliesSchema,
  type ForecastInput,
  forecastSchema,
  type MoversInput,
  moversSchema,
} from '@pharos/core/api/usage';
import type { QuestionInput } from '@pharos/core/question';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const PATH = '/api/v1/usage';
/** It is made of weeks: some minutes change nothing in it. */
const STALE_MS = 300_000;

/** What will be at the end of the month. */
export const forecastQuery = (project: string, body: ForecastInput) =>
  queryOptions({
    queryKey: ['usage forecast', project, body],
    queryFn: ({ signal }) =>
      api.change(forecastSchema, 'POST', `${PATH}/forecast`, { project, body, signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

/** What was unusual. */
export const anomaliesQuery = (project: string, body: AnomaliesInput) =>
  queryOptions({
    queryKey: ['usage anomalies', project, body],
    queryFn: ({ signal }) =>
      api.change(anomaliesSchema, 'POST', `${PATH}/anomalies`, { project, body, signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

/** What changed since the period before, and why. */
export const moversQuery = (project: string, body: MoversInput) =>
  queryOptions({
    queryKey: ['usage movers', project, body],
    queryFn: ({ signal }) => api.change(moversSchema, 'POST', `${PATH}/movers`, { project, body, signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

/** The answer to a Question as a file, a row for each group and bucket. */
export const downloadQuestion = (
  project: string,
  body: { question: QuestionInput; format: TableFormat },
): Promise<Blob> => api.download('/api/v1/query/export', { project, body });

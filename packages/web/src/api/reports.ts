import {
  type ReportFormat,
  type ReportRun,
  reportRunDetailSchema,
  reportRunPageSchema,
  reportRunSchema,
  reportTimesSchema,
  storedReportSchema,
} from '@pharos/core/api/reports';
import type { Language } from '@pharos/core/language';
import type { ReportInput, ReportRequest } from '@pharos/core/reports/report';
import type { ReportSchedule } from '@pharos/core/reports/schedule';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from './ask-again.ts';
import { api, type NamedFile } from './client.ts';
import { pages } from './pages.ts';

const REPORTS = '/api/v1/reports';
const RUNS = `${REPORTS}/runs`;
const of = (id: string) => `${REPORTS}/${encodeURIComponent(id)}`;
const run = (id: string) => `${RUNS}/${encodeURIComponent(id)}`;
/** So often one asks how far a report is that is being made. */
const MAKING_MS = 1_500;
/** Schedules make reports without anybody's doing. */
const IDLE_MS = 30_000;

export const isMaking = ({ state }: Pick<ReportRun, 'state'>): boolean =>
  state === 'queued' || state === 'running';
const every = (runs: readonly (ReportRun | null)[]): number =>
  runs.some((each) => each !== null && isMaking(each)) ? MAKING_MS : IDLE_MS;

/** The reports that a project keeps. Everything about reports is under the key `reports`. */
export const reportsQuery = (project: string) =>
  queryOptions({
    queryKey: ['reports', project, 'all'],
    queryFn: async ({ signal }) =>
      (await api.get(z.object({ data: z.array(storedReportSchema) }), REPORTS, { project, signal })).data,
    refetchInterval: ({ state: { data } }) => every((data ?? []).map(({ lastRun }) => lastRun)),
  });

export const reportQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['reports', project, 'one', id],
    queryFn: ({ signal }) => api.get(storedReportSchema, of(id), { project, signal }),
  });

/** Pages of all that was made, or of one report, the newest first. */
export const reportRunsQuery = (project: string, report: string | undefined) =>
  pages(reportRunPageSchema, RUNS, ['reports', project, 'runs'], project, { report }, (shown) =>
    every(shown.flatMap(({ data }) => data)),
  );

/** A report as it was made; asked again until it is. */
export const reportRunQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['reports', project, 'run', id],
    queryFn: ({ signal }) => api.get(reportRunDetailSchema, run(id), { project, signal }),
    refetchInterval: ({ state: { data } }) => (data && isMaking(data) ? MAKING_MS : false),
  });

/** When a schedule would have a report made next, ISO 8601. */
export const reportTimesQuery = (project: string, schedule: ReportSchedule, timeZone: string) =>
  queryOptions({
    queryKey: ['reports', project, 'times', schedule, timeZone],
    queryFn: async ({ signal }) =>
      (
        await api.change(reportTimesSchema, 'POST', `${REPORTS}/times`, {
          project,
          body: { schedule, timeZone },
          signal,
        })
      ).times,
    placeholderData: keepPreviousData,
  });

/** A report that was made, as a file in a language. */
export const reportFile = (
  project: string,
  id: string,
  query: { format: ReportFormat; language: Language },
): Promise<NamedFile> => api.file(`${run(id)}/file`, { project, query });

/** Every change of reports, by name. */
export const reportChanges = {
  save: (project: string, { id, report }: { id?: string | undefined; report: ReportInput }) =>
    id === undefined
      ? api.change(storedReportSchema, 'POST', REPORTS, { project, body: report })
      : api.change(storedReportSchema, 'PUT', of(id), { project, body: report }),
  remove: (project: string, id: string) => api.change(z.unknown(), 'DELETE', of(id), { project }),
  /** Has a report made that is kept. */
  make: (project: string, id: string) =>
    api.change(reportRunSchema, 'POST', `${of(id)}/runs`, { project, body: {} }),
  /** Has a report made without keeping it. */
  makeOnce: (project: string, request: Partial<ReportRequest>) =>
    api.change(reportRunSchema, 'POST', RUNS, { project, body: request }),
  removeRun: (project: string, id: string) => api.change(z.unknown(), 'DELETE', run(id), { project }),
};

/** A change of reports as a mutation; afterwards all that shows them is asked again. */
export function useReportChange<Input, Output>(
  project: string,
  change: (project: string, input: Input) => Promise<Output>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(project, input),
    onSuccess: () => askAgain(client, ['reports', project]),
  });
}

import {
  type ApiPathRun,
  decisionsSchema,
  pathRunsSchema,
  pathsComparisonSchema,
  pathsSchema,
  runPathSchema,
} from '@pharos/core/api/paths';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from './client.ts';

/** Which runs of an agent; '' for all versions. */
export interface RunsOf {
  from: string;
  to: string;
  version: string;
  filter: string;
}
/** What it is compared with: another version, '' for the same one, and its time. */
export interface ComparedWith {
  baseVersion: string;
  baseFrom: string;
  baseTo: string;
}
/** Which of these runs. */
export type RunsAt = Partial<Record<'variant' | 'step' | 'after' | 'finding', string | undefined>>;

const PAGE = 50;

const asked = <Schema extends z.ZodType>(
  schema: Schema,
  project: string,
  agent: string,
  what: string,
  query: RunsOf & Partial<ComparedWith>,
) =>
  queryOptions({
    queryKey: ['paths', project, agent, what, query],
    queryFn: ({ signal }) =>
      api.get(schema, `/api/v1/agents/${encodeURIComponent(agent)}/${what}`, {
        project,
        query: known(query),
        signal,
      }),
    placeholderData: (before, of) => (of?.queryKey[2] === agent ? before : undefined),
  });

/** What is left out of the address stands for all. */
const known = (query: object): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined));

export const pathsQuery = (project: string, agent: string, runs: RunsOf) =>
  asked(pathsSchema, project, agent, 'paths', runs);
export const comparisonQuery = (project: string, agent: string, runs: RunsOf & ComparedWith) =>
  asked(pathsComparisonSchema, project, agent, 'paths/compare', runs);
export const decisionsQuery = (project: string, agent: string, runs: RunsOf) =>
  asked(decisionsSchema, project, agent, 'decisions', runs);

export const pathRunsQuery = (project: string, agent: string, runs: RunsOf, at: RunsAt) =>
  infiniteQueryOptions({
    queryKey: ['paths', project, agent, 'runs', runs, at],
    queryFn: ({ pageParam, signal }) =>
      api.get(pathRunsSchema, `/api/v1/agents/${encodeURIComponent(agent)}/paths/runs`, {
        project,
        query: known({ ...runs, ...at, cursor: pageParam, limit: String(PAGE) }),
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export const runPathQuery = (
  project: string,
  agent: string,
  { traceId, spanId }: Pick<ApiPathRun, 'traceId' | 'spanId'>,
) =>
  queryOptions({
    queryKey: ['paths', project, agent, 'run', traceId, spanId],
    queryFn: ({ signal }) =>
      api.get(
        runPathSchema,
        `/api/v1/agents/${encodeURIComponent(agent)}/paths/runs/${encodeURIComponent(traceId)}`,
        { project, query: { span: spanId }, signal },
      ),
  });

import { type SqlExportRequest, sqlAnswerSchema, sqlSchemaSchema } from '@pharos/core/api/sql';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const PATH = '/api/v1/sql';

/** The tables, columns and functions that a statement may name. */
export const sqlSchemaQuery = (project: string) =>
  queryOptions({
    queryKey: ['sql schema', project],
    queryFn: ({ signal }) => api.get(sqlSchemaSchema, `${PATH}/schema`, { project, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A run of a statement. */
export interface Run {
  sql: string;
  /** Rows beyond these are left out. */
  limit: number;
  /** Tells two runs of the same statement apart: each is asked once. */
  nth: number;
}

/** The answer to a run. It is not asked again by itself, for a statement may be dear. */
export const sqlQuery = (project: string, { sql, limit, nth }: Run) =>
  queryOptions({
    queryKey: ['sql', project, sql, limit, nth],
    queryFn: ({ signal }) =>
      api.change(sqlAnswerSchema, 'POST', PATH, { project, body: { sql, limit }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnReconnect: false,
  });

/** Every row of a statement's answer as a file. */
export const downloadSql = (project: string, request: SqlExportRequest): Promise<Blob> =>
  api.download(`${PATH}/export`, { project, body: request });

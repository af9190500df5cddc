import {
  readingSchema,
  reconciliationSchema,
  type StatementInput,
  statementSchema,
} from '@pharos/core/api/reconcile';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../api/client.ts';

const PATH = '/api/v1/reconcile';
const at = (id: string, rest = '') => `${PATH}/${encodeURIComponent(id)}${rest}`;

/** How both sides are compared; part of the page's address. */
export interface Compared {
  zone?: string | undefined;
  filter: string;
  same: readonly string[];
}

export const statementsQuery = (project: string) =>
  queryOptions({
    queryKey: ['statements', project],
    queryFn: ({ signal }) => api.get(z.object({ data: z.array(statementSchema) }), PATH, { project, signal }),
  });

export const reconciliationQuery = (project: string, id: string, compared: Compared) =>
  queryOptions({
    queryKey: ['reconciliation', project, id, compared],
    queryFn: ({ signal }) =>
      api.get(reconciliationSchema, at(id), { project, query: { ...compared }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** Where the comparison is had as a file; a link, for which the browser sends the session. */
export function exportAddress(project: string, id: string, { zone = '', filter, same }: Compared): string {
  const query = new URLSearchParams({ project, ...(zone && { zone }), ...(filter && { filter }) });
  for (const pair of same) query.append('same', pair);
  return `${at(id, '/export')}?${query}`;
}

export const previewFiles = (project: string, body: StatementInput) =>
  api.change(readingSchema, 'POST', `${PATH}/preview`, { project, body });
export const importStatement = (project: string, body: StatementInput) =>
  api.change(statementSchema, 'POST', PATH, { project, body });
export const deleteStatement = (project: string, id: string) =>
  api.change(z.unknown(), 'DELETE', at(id), { project });

import {
  exportListSchema,
  type exportPatchSchema,
  exportTestResultSchema,
  storedExportSchema,
} from '@pharos/core/api/exports';
import type { ExportInput, ExportKind } from '@pharos/core/exports/export';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../api/client.ts';

const under = (id: string, rest = '') => `/api/v1/exports/${encodeURIComponent(id)}${rest}`;
const SOON_MS = 2_000;

/** The exports of a project; asked for again and again while one is on its way. */
export const exportsQuery = (project: string) =>
  queryOptions({
    queryKey: ['exports', project],
    queryFn: ({ signal }) => api.get(exportListSchema, '/api/v1/exports', { project, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ lastRun }) => lastRun?.state === 'running' || lastRun?.state === 'queued')
        ? SOON_MS
        : false,
  });

/** Every change of them, by name. */
export const exportChanges = {
  create: (project: string, body: ExportInput) =>
    api.change(storedExportSchema, 'POST', '/api/v1/exports', { project, body }),
  test: (project: string, target: ExportInput['target']) =>
    api.change(exportTestResultSchema, 'POST', '/api/v1/exports/test', { project, body: { target } }),
  patch: (project: string, { id, ...body }: { id: string } & z.input<typeof exportPatchSchema>) =>
    api.change(storedExportSchema, 'PATCH', under(id), { project, body }),
  retry: (project: string, id: string) =>
    api.change(storedExportSchema, 'POST', under(id, '/retry'), { project }),
  remove: (project: string, id: string) => api.change(z.unknown(), 'DELETE', under(id), { project }),
};

/** Where one table is downloaded from. */
export function downloadAddress(
  project: string,
  { kind, ...asked }: { kind: ExportKind; from: string; to: string; format: string; texts: boolean },
): string {
  const query = new URLSearchParams({ project, ...asked, texts: String(asked.texts) });
  return `/api/v1/export/${kind}?${query}`;
}

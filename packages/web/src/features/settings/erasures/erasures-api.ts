import { pageOf } from '@pharos/core/api/common';
import {
  type ErasureAsk,
  type ErasureState,
  erasureDetailSchema,
  erasurePreviewSchema,
  erasureSchema,
} from '@pharos/core/api/erasures';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { pages } from '../../../api/pages.ts';

const path = (project: string, rest = '') =>
  `/api/v1/projects/${encodeURIComponent(project)}/erasures${rest}`;
const SOON_MS = 1_000;
const LATER_MS = 60_000;

export const isUnfinished = (state: ErasureState): boolean => state === 'pending' || state === 'running';

/** Erasures of a project; asked for again and again while one is on its way. */
export const erasuresQuery = (project: string) =>
  pages(pageOf(erasureSchema), path(project), ['erasures', project], project, {}, (shown) =>
    shown.some(({ data }) => data.some(({ state }) => isUnfinished(state))) ? SOON_MS : LATER_MS,
  );

/** One of them, with its receipt. */
export const erasureQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['erasures', project, id],
    queryFn: ({ signal }) =>
      api.get(erasureDetailSchema, path(project, `/${encodeURIComponent(id)}`), { signal }),
    refetchInterval: ({ state: { data } }) => (data && isUnfinished(data.state) ? SOON_MS : false),
  });

/** What erasing somebody would remove. */
export const erasurePreviewQuery = (project: string, userId: string) =>
  queryOptions({
    queryKey: ['erasure-preview', project, userId],
    queryFn: ({ signal }) =>
      api.change(erasurePreviewSchema, 'POST', path(project, '/preview'), { body: { userId }, signal }),
    staleTime: 15_000,
    // Whose it was is not kept when the page is left.
    gcTime: 0,
  });

export const askErasure = (project: string, body: ErasureAsk) =>
  api.change(erasureSchema, 'POST', path(project), { body });

import { type WhatIfInput, whatIfSchema } from '@pharos/core/api/what-if';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** What the same calls would cost otherwise. Prices are many and the server has them, so it is asked for every change. */
export const whatIfQuery = (project: string, asked: WhatIfInput) =>
  queryOptions({
    queryKey: ['what-if', project, asked],
    queryFn: ({ signal }) =>
      api.change(whatIfSchema, 'POST', '/api/v1/usage/what-if', { project, body: asked, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

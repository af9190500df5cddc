import { exchangeRateSchema } from '@pharos/core/api/prices';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import type { Display } from '../format/shown-rate.tsx';
import { api } from './client.ts';
import { useMe } from './me.ts';

const listSchema = z.object({ data: z.array(exchangeRateSchema) });

/** What currencies are worth to a project. */
export const exchangeRatesQuery = (project: string) =>
  queryOptions({
    queryKey: ['exchange-rates', project],
    queryFn: ({ signal }) =>
      api.get(listSchema, `/api/v1/projects/${encodeURIComponent(project)}/exchange-rates`, { signal }),
    staleTime: 60_000,
  });

/** ISO 4217: in what the project wants amounts shown. */
export const useDisplayCurrency = (project: string): string =>
  useMe()?.projects.find(({ id }) => id === project)?.displayCurrency ?? 'USD';

/** In what the project shows amounts; undefined: in dollars, or not known yet. Its rates are asked for only where they are needed. */
export function useDisplay(project: string): Display | undefined {
  const currency = useDisplayCurrency(project);
  const { data } = useQuery({ ...exchangeRatesQuery(project), enabled: currency !== 'USD' });
  return useMemo(
    () => (currency === 'USD' || !data ? undefined : { currency, rates: data.data }),
    [currency, data],
  );
}

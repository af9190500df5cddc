import { projectQuery } from '@pharos/core/api/common';
import {
  exchangeRateSchema,
  modelPriceSchema,
  priceOverrideSchema,
  priceSchema,
} from '@pharos/core/api/prices';
import { createPriceBook, listPrices } from '@pharos/core/pricing/price-book';
import { nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { ownPricesOf, type PriceOverrides } from './overrides.ts';
import {
  deleteExchangeRate,
  deleteOverride,
  exchangeRatesOf,
  MOST_EXCHANGE_RATES,
  MOST_PRICES,
  putExchangeRate,
  putOverride,
} from './queries.ts';

const listOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item) });
const from = z.iso.date().or(z.literal('')).default('');
const whichPrice = z.object({
  model: z.string().min(1).max(200),
  provider: z.string().max(80).default(''),
  region: z.string().max(32).default(''),
  from,
});
const whichRate = exchangeRateSchema.pick({ currency: true, from: true });

const full = (most: number) =>
  new ApiError('conflict', { message: `A project has at most ${most} of these.` });

/** What models cost: the catalogue, and before it what a project set itself; and what its currencies are worth. */
export const prices =
  (parts: Parts, overrides: PriceOverrides): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/prices',
      {
        config: { access: mayRead },
        schema: {
          summary: 'What models cost: own prices first, then the catalogue as it holds today',
          querystring: projectQuery,
          response: { 200: listOf(modelPriceSchema) },
        },
      },
      async ({ project }) => ({
        data: listPrices(createPriceBook(await ownPricesOf(records, project)), nowNs(clock)),
      }),
    );

    routes.put(
      '/api/v1/projects/:projectId/prices',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Sets the price of a model from a day on, in whole',
          body: priceSchema,
          response: { 200: priceOverrideSchema },
        },
      },
      async (request) => {
        const price = request.body;
        const at = new Date(clock.nowMs());
        await records.transaction().execute(async (tx) => {
          if (!(await putOverride(tx, ids.id(), request.project, price, at))) throw full(MOST_PRICES);
          await auditRequest(parts, tx, request, 'price.set', subjectOf(price));
        });
        overrides.forget(request.project);
        return { ...price, updatedAt: at.toISOString() };
      },
    );

    routes.delete(
      '/api/v1/projects/:projectId/prices',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes back a price; `region` and `from` name the region and the day of one that has them',
          querystring: whichPrice,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await records.transaction().execute(async (tx) => {
          if (!(await deleteOverride(tx, request.project, request.query))) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'price.delete', subjectOf(request.query));
        });
        overrides.forget(request.project);
        return reply.code(204).send(null);
      },
    );

    routes.get(
      '/api/v1/projects/:projectId/exchange-rates',
      {
        config: { access: mayRead },
        schema: {
          summary: 'What currencies are worth in US dollars, from a day on',
          response: { 200: listOf(exchangeRateSchema) },
        },
      },
      async ({ project }) => ({ data: await exchangeRatesOf(records, project) }),
    );

    routes.put(
      '/api/v1/projects/:projectId/exchange-rates',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Sets what a currency is worth from a day on',
          body: exchangeRateSchema,
          response: { 200: exchangeRateSchema },
        },
      },
      async (request) => {
        const rate = request.body;
        await records.transaction().execute(async (tx) => {
          const at = new Date(clock.nowMs());
          if (!(await putExchangeRate(tx, request.project, rate, at))) throw full(MOST_EXCHANGE_RATES);
          await auditRequest(parts, tx, request, 'exchange-rate.set', `${rate.currency}@${rate.from}`);
        });
        overrides.forget(request.project);
        return rate;
      },
    );

    routes.delete(
      '/api/v1/projects/:projectId/exchange-rates',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes back an exchange rate',
          querystring: whichRate,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { currency, from: day } = request.query;
        await records.transaction().execute(async (tx) => {
          const found = await deleteExchangeRate(tx, request.project, currency, day);
          if (!found) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'exchange-rate.delete', `${currency}@${day}`);
        });
        overrides.forget(request.project);
        return reply.code(204).send(null);
      },
    );
  };

const subjectOf = (price: {
  provider: string;
  model: string;
  region?: string | undefined;
  from?: string | undefined;
}): string =>
  `${price.provider}/${price.model}${price.region ? `#${price.region}` : ''}${price.from ? `@${price.from}` : ''}`;

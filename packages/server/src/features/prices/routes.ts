import { modelPriceSchema, type PriceOverride, priceSchema } from '@pharos/core/api/accounts';
import { projectQuery } from '@pharos/core/api/common';
import { createPriceBook, listPrices } from '@pharos/core/pricing/price-book';
import { nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { PriceOverrides } from './overrides.ts';
import { deleteOverride, overridesOf, putOverride } from './queries.ts';

const list = z.object({ data: z.array(modelPriceSchema) });
const whichPrice = z.object({ model: z.string().min(1).max(200), provider: z.string().max(80).default('') });

/** What models cost: the catalogue, and before it what a project set itself. */
export const prices =
  (parts: Parts, overrides: PriceOverrides): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/prices',
      { config: { access: mayRead }, schema: { querystring: projectQuery, response: { 200: list } } },
      async ({ project }) => {
        const book = createPriceBook(await overridesOf(records, project));
        return { data: listPrices(book, nowNs(clock)) };
      },
    );

    routes.put(
      '/api/v1/projects/:projectId/prices',
      { config: { access: mayEdit }, schema: { body: priceSchema, response: { 200: priceSchema } } },
      async (request): Promise<PriceOverride> => {
        const price = request.body;
        await records.transaction().execute(async (tx) => {
          await putOverride(tx, ids.id(), request.project, price, new Date(clock.nowMs()));
          await auditRequest(parts, tx, request, 'price.set', `${price.provider}/${price.model}`);
        });
        overrides.forget(request.project);
        return price;
      },
    );

    routes.delete(
      '/api/v1/projects/:projectId/prices',
      { config: { access: mayEdit }, schema: { querystring: whichPrice, response: { 204: z.null() } } },
      async (request, reply) => {
        const { model, provider } = request.query;
        await records.transaction().execute(async (tx) => {
          const found = await deleteOverride(tx, request.project, model, provider);
          if (!found) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'price.delete', `${provider}/${model}`);
        });
        overrides.forget(request.project);
        return reply.code(204).send(null);
      },
    );
  };

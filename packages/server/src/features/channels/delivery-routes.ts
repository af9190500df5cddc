import { deliveryPageSchema, deliveryQuery, deliverySchema } from '@pharos/core/api/channels';
import { projectQuery } from '@pharos/core/api/common';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import type { Courier } from './courier.ts';
import { deliveriesOf, resend } from './delivery-queries.ts';

const whichDelivery = z.object({
  deliveryId: z
    .string()
    .regex(/^\d{1,9}$/, 'no id of a delivery')
    .transform(Number),
});

/** What was told by channels, and what could not be. */
export const deliveryRoutes =
  (parts: Parts, courier: Pick<Courier, 'wake'>) =>
  (routes: Routes): void => {
    const { records, clock } = parts;

    routes.get(
      '/api/v1/deliveries',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'A page of what was told by channels, newest first; of one channel or state on demand',
          querystring: deliveryQuery,
          response: { 200: deliveryPageSchema },
        },
      },
      async ({ project, query }) => deliveriesOf(records, project, query),
    );

    routes.post(
      '/api/v1/deliveries/:deliveryId/resend',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Sends once more what was given up, under the same key',
          params: whichDelivery,
          querystring: projectQuery,
          response: { 200: deliverySchema },
        },
      },
      async (request) => {
        const { deliveryId } = request.params;
        const sent = await records.transaction().execute(async (tx) => {
          const delivery = await resend(tx, request.project, deliveryId, new Date(clock.nowMs()));
          if (delivery === 'unknown')
            throw new ApiError('not_found', { message: 'There is no such delivery in this project.' });
          if (delivery === 'alive')
            throw new ApiError('conflict', { message: 'Only what was given up can be sent again.' });
          await auditRequest(parts, tx, request, 'delivery.resend', String(deliveryId));
          return delivery;
        });
        courier.wake();
        return sent;
      },
    );
  };

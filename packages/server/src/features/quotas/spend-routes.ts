import {
  type QuotaCheck,
  quotaCheckSchema,
  quotaDecisionSchema,
  quotaReleaseSchema,
  quotaReservedSchema,
  quotaReserveSchema,
  quotaSettledSchema,
  quotaSettleSchema,
} from '@pharos/core/api/quotas';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import { mayIngest } from '../../http/access.ts';
import type { Routes } from '../../http/routes.ts';
import { CountersUnavailable, type EndOfHold } from '../../live/counters.ts';
import type { Gate } from './gate.ts';
import { inProject, MAX_BODY_BYTES } from './request.ts';

const common = { config: { access: mayIngest }, bodyLimit: MAX_BODY_BYTES };

/** For applications, before and after they spend: with the key that they send spans with. */
export const spendRoutes =
  (gate: Gate) =>
  (routes: Routes): void => {
    routes.post(
      '/api/v1/quotas/check',
      {
        ...common,
        schema: {
          summary:
            'Whether somebody may spend so much. Holds nothing: of two who ask at once both may be told yes',
          querystring: inProject,
          body: quotaCheckSchema,
          response: { 200: quotaDecisionSchema },
        },
      },
      (request) => gate.check(request.project, spenderOf(request, request.body)),
    );

    routes.post(
      '/api/v1/quotas/reserve',
      {
        ...common,
        schema: {
          summary: 'Holds what somebody wants to spend, if it is allowed: of all quotas or of none',
          querystring: inProject,
          body: quotaReserveSchema,
          response: { 200: quotaReservedSchema },
        },
      },
      (request) => {
        const { ttlSeconds, ...wanted } = request.body;
        return gate.reserve(request.project, spenderOf(request, wanted), ttlSeconds);
      },
    );

    routes.post(
      '/api/v1/quotas/settle',
      {
        ...common,
        schema: {
          summary: 'Counts what was really spent in place of what was held',
          querystring: inProject,
          body: quotaSettleSchema,
          response: { 200: quotaSettledSchema },
        },
      },
      ({ project, body: { reservation, ...spent } }) => ended(gate.settle(project, reservation, spent)),
    );

    routes.post(
      '/api/v1/quotas/release',
      {
        ...common,
        schema: {
          summary: 'Gives back what was held: nothing was spent',
          querystring: inProject,
          body: quotaReleaseSchema,
          response: { 200: quotaSettledSchema },
        },
      },
      ({ project, body }) => ended(gate.release(project, body.reservation)),
    );
  };

/** An application spends under its own key, unless it speaks for others. */
function spenderOf({ caller }: FastifyRequest, wanted: QuotaCheck): QuotaCheck {
  return caller?.type === 'key' ? { apiKey: caller.keyId, ...wanted } : wanted;
}

async function ended(ending: Promise<EndOfHold | undefined>) {
  const end = await ending.catch((error: unknown) => {
    if (!(error instanceof CountersUnavailable)) throw error;
    throw new ApiError('unavailable', {
      message: 'Counters are not available at the moment. Try again: saying it twice counts once.',
      retryAfter: 1,
    });
  });
  if (end === undefined)
    throw new ApiError('not_found', {
      message: 'There is no such reservation: it ended a while ago, or was never made.',
    });
  const { state, late, repeated } = end;
  return { state, late, repeated };
}

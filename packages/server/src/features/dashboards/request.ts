import { readyDashboard } from '@pharos/core/dashboards/ready/ready';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { Parts } from '../../http/parts.ts';
import type { Authorship } from './queries.ts';

/** Of the largest dashboard with room to spare, and little enough to keep many versions of. */
export const MAX_BODY_BYTES = 256 * 1024;

export const whichDashboard = z.object({ dashboardId: z.string().min(1).max(64) });

/** Whoever makes the request, as the author of what it stores. */
export function authorship({ caller }: FastifyRequest, { clock }: Pick<Parts, 'clock'>): Authorship {
  if (caller === null) throw new ApiError('unauthenticated');
  return { author: caller.name, at: new Date(clock.nowMs()) };
}

export function unknownDashboard(): never {
  throw new ApiError('not_found', { message: 'There is no such dashboard in this project.' });
}

/** @throws ApiError for a dashboard that comes with Pharos, which nobody changes. */
export function refuseReady(id: string): void {
  if (readyDashboard(id))
    throw new ApiError('conflict', {
      message: 'This dashboard comes with Pharos and stays as it is. Copy it, and change the copy.',
    });
}

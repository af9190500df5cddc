import { projectQuery } from '@pharos/core/api/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { Parts } from '../../http/parts.ts';
import type { Authorship } from './queries.ts';

export const MAX_BODY_BYTES = 32 * 1024;
export const whichQuota = z.object({ quotaId: z.string().min(1).max(64) });
export const inProject = projectQuery;

/** Whoever makes the request, as the author of what it stores. */
export function authorship({ caller }: FastifyRequest, { clock }: Pick<Parts, 'clock'>): Authorship {
  if (caller === null) throw new ApiError('unauthenticated');
  return { author: caller.name, at: new Date(clock.nowMs()) };
}

export function unknownQuota(): never {
  throw new ApiError('not_found', { message: 'There is no such quota in this project.' });
}

import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import type { Parts } from '../../http/parts.ts';
import type { Authorship } from './queries.ts';

/** Whoever makes the request, as the author of what it stores. */
export function authorship({ caller }: FastifyRequest, { clock }: Pick<Parts, 'clock'>): Authorship {
  if (caller === null) throw new ApiError('unauthenticated');
  return { author: caller.name, at: new Date(clock.nowMs()) };
}

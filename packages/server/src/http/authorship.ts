import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import type { Parts } from './parts.ts';

/** Whose word it is that is stored, and when it was given. */
export interface Authorship {
  author: string;
  at: Date;
}

/** Whoever makes the request, as the author of what it stores. */
export function authorship({ caller }: FastifyRequest, { clock }: Pick<Parts, 'clock'>): Authorship {
  if (caller === null) throw new ApiError('unauthenticated');
  return { author: caller.name, at: new Date(clock.nowMs()) };
}

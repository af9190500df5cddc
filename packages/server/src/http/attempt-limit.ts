import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

const WINDOW_MS = 5 * 60_000;
const MAX_PER_ADDRESS = 30;
const MAX_PER_ACCOUNT = 10;

/**
 * Slows down guessing: refuses attempts beyond 30 from an address and 10 on an account in five minutes.
 * @throws ApiError `rate_limited` with the seconds to wait.
 */
export function limitAttempts(server: Pick<FastifyInstance, 'createRateLimit'>) {
  const accounts = new WeakMap<FastifyRequest, string>();
  const perAddress = server.createRateLimit({ max: MAX_PER_ADDRESS, timeWindow: WINDOW_MS });
  const perAccount = server.createRateLimit({
    max: MAX_PER_ACCOUNT,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => accounts.get(request) ?? '',
  });
  return async (request: FastifyRequest, account?: string): Promise<void> => {
    const limits = [await perAddress(request)];
    if (account !== undefined) {
      accounts.set(request, account.toLowerCase());
      limits.push(await perAccount(request));
    }
    for (const limit of limits) {
      if (!limit.isAllowed && limit.isExceeded) {
        throw new ApiError('rate_limited', {
          message: 'Too many attempts. Try again later.',
          retryAfter: limit.ttlInSeconds,
        });
      }
    }
  };
}

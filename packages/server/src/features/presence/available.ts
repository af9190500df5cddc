import { ApiError } from '../../errors.ts';
import { PresenceUnavailable } from '../../live/presence.ts';

/** What was asked of those who know who is online. @throws ApiError while they do not answer */
export async function available<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof PresenceUnavailable)) throw error;
    throw new ApiError('unavailable', {
      message: 'Who is online is not known at the moment. Try again: reports that are told twice count once.',
      retryAfter: 1,
    });
  }
}

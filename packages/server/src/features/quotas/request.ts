import { projectQuery } from '@pharos/core/api/common';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';

export const MAX_BODY_BYTES = 32 * 1024;
export const whichQuota = z.object({ quotaId: z.string().min(1).max(64) });
export const inProject = projectQuery;

export function unknownQuota(): never {
  throw new ApiError('not_found', { message: 'There is no such quota in this project.' });
}

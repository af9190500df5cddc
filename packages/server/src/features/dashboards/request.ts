import { readyDashboard } from '@pharos/core/dashboards/ready/ready';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';

/** Of the largest dashboard with room to spare, and little enough to keep many versions of. */
export const MAX_BODY_BYTES = 256 * 1024;

export const whichDashboard = z.object({ dashboardId: z.string().min(1).max(64) });

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

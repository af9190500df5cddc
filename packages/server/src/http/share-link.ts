import type { Variable } from '@pharos/core/dashboards/dashboard';
import type { Clock } from '@pharos/core/time';
import { ApiError } from '../errors.ts';
import { sha256 } from '../ids.ts';
import type { Records } from '../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../store/scope.ts';
import type { AttemptLimit } from './attempt-limit.ts';

/** What a link stands for: the right to see one dashboard of one project, with variables and a length of time settled. */
export interface ShareGrant {
  shareId: string;
  project: ProjectScope;
  projectName: string;
  displayCurrency: string;
  dashboardId: string;
  range: string;
  variables: Variable[];
  expiresAt: Date;
}

/** The same whatever is wrong: a link that expired or was taken back never was. */
export const unknownLink = (): ApiError =>
  new ApiError('not_found', { message: 'This link has expired, was taken back, or never existed.' });

/**
 * The right that the token of a link stands for. Wrong ones are counted by the address that they come from.
 * @throws ApiError `not_found`, or `rate_limited` when the address tried too many.
 */
export async function admitShare(
  { records, clock, attempts }: { records: Records; clock: Clock; attempts: AttemptLimit },
  token: string,
  address: string,
): Promise<ShareGrant> {
  attempts.attempt(address);
  const found = await records
    .selectFrom('dashboardShares as share')
    .innerJoin('projects', 'projects.id', 'share.projectId')
    .select([
      'share.id as shareId',
      'share.projectId',
      'projects.name as projectName',
      'projects.displayCurrency',
      'share.dashboardId',
      'share.range',
      'share.variables',
      'share.expiresAt',
    ])
    .where('share.tokenHash', '=', sha256(token))
    .where('share.expiresAt', '>', new Date(clock.nowMs()))
    .executeTakeFirst();
  if (found === undefined) throw unknownLink();
  attempts.succeeded(address);
  const { projectId, ...share } = found;
  return { ...share, project: scopeTo(projectId) };
}

import type { Reading } from '@pharos/core/alerts/evaluate';
import { tells } from '@pharos/core/alerts/told';
import type { WatchOf } from '@pharos/core/alerts/watch';
import type { ProjectScope } from '../../store/scope.ts';
import type { QuotaBook } from './book.ts';
import { type StatusParts, statusOf } from './status.ts';

/** Of a quota for each user, those who used most. */
const MOST = 50;

/** Quotas, each with its subjects a group: bad where so much of the limit is used. What cannot be counted just now tells nothing. */
export const quotaReadings =
  (live: StatusParts & { book: Pick<QuotaBook, 'of'> }) =>
  async (
    project: ProjectScope,
    { percent, quota: only }: WatchOf<'quotas'>,
    _atMs: number,
    signal: AbortSignal,
  ): Promise<Reading[]> => {
    const all = await live.book.of(project);
    const readings: Reading[] = [];
    for (const each of all.filter(({ quota }) => only === undefined || quota.id === only)) {
      const { subjects } = await statusOf(live, project, each, { most: MOST, signal });
      for (const { subject, used, limit } of subjects) {
        const share = Number(used) / Number(limit);
        const wanted = percent / 100;
        readings.push(tells([each.quota.name, subject], share >= wanted, { value: share, limit: wanted }));
      }
    }
    return readings;
  };

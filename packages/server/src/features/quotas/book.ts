import type { Clock } from '@pharos/core/time';
import { remember } from '../../store/records/remembered.ts';
import type { Records } from '../../store/records/tables.ts';
import { LiveQuota } from './live-quota.ts';
import { projectsWithQuotas, quotasOf, raisesOf } from './queries.ts';

/** Every project's quotas, as each check needs them: at once. */
export interface QuotaBook {
  /** Those that are enabled. */
  of(project: string): Promise<readonly LiveQuota[]>;
  /** Projects that have quotas. */
  projects(): Promise<string[]>;
  /** To be called when quotas or raises of a project were changed. */
  forget(project: string): void;
}

const MAX_PROJECTS = 10_000;

/** Remembers a project's quotas for 30 s, which is how long another process may not know of a change. */
export function createQuotaBook(records: Records, clock: Clock): QuotaBook {
  const known = remember(clock, async (project): Promise<readonly LiveQuota[]> => {
    const [quotas, raises] = await Promise.all([
      quotasOf(records, project),
      raisesOf(records, project, { inForceAt: new Date(clock.nowMs()) }),
    ]);
    return quotas
      .filter(({ enabled }) => enabled)
      .map((quota) => {
        const own = raises.filter(({ quotaId }) => quotaId === quota.id);
        return new LiveQuota(project, quota, own);
      });
  });
  return {
    of: async (project) => (await known.of(project)) ?? [],
    projects: () => projectsWithQuotas(records, MAX_PROJECTS),
    forget: (project) => known.forget(project),
  };
}

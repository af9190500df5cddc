import type { QuotaCheck } from '@pharos/core/api/quotas';
import type { Gate } from './features/quotas/gate.ts';
import type { LiveAgents } from './live/agents.ts';
import { withHiddenAuthor } from './pipeline/hide-users.ts';
import type { Pseudonyms } from './store/records/pseudonyms.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';

/*
 * What applications tell beside telemetry, with its users as the project keeps them: by their ids or by pseudonyms. Telemetry itself
 * is dealt with where it is prepared, presence and events where they are taken.
 */

type Users = Pick<Pseudonyms, 'of'>;

/** Runs that are reported. */
export const hidingRuns = (live: LiveAgents, users: Users): LiveAgents => ({
  ...live,
  async told(project, reports) {
    const hide = await users.of(project);
    return live.told(
      project,
      reports.map((report) => ({ ...report, userId: hide(report.userId) })),
    );
  },
});

/** Who wants to spend: they are counted by what their spans say. */
export function hidingSpenders(gate: Gate, users: Users): Gate {
  const hidden = async (project: string, wanted: QuotaCheck): Promise<QuotaCheck> => {
    const { user } = wanted;
    return user === undefined ? wanted : { ...wanted, user: (await users.of(project))(user) };
  };
  return {
    ...gate,
    check: async (project, wanted) => gate.check(project, await hidden(project, wanted)),
    reserve: async (project, wanted, ttlSeconds) =>
      gate.reserve(project, await hidden(project, wanted), ttlSeconds),
  };
}

/** Feedback, through whatever door. */
export const hidingAuthors = (book: ScoreBook, users: Users): ScoreBook => ({
  ...book,
  async put(project, scores) {
    const hide = await users.of(project);
    return book.put(
      project,
      scores.map((score) => withHiddenAuthor(score, hide)),
    );
  },
});

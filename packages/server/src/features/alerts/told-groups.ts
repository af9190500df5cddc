import { groupKey } from '@pharos/core/alerts/evaluate';
import type { Member, Page } from '@pharos/core/escalation/page';
import type { Policy } from '@pharos/core/escalation/policy';
import type { Selectable } from 'kysely';
import type { Records, Tables } from '../../store/records/tables.ts';

type Incident = Selectable<Tables['incidents']>;
type StoredPage = Selectable<Tables['alertPages']>;

/** An incident as a plan of messages sees it; none of one that is gone. */
export const memberOf = (incident: Incident | undefined, muted: ReadonlyMap<string, string>): Member[] =>
  incident === undefined
    ? []
    : [
        {
          id: incident.id,
          openedAtMs: incident.openedAt.getTime(),
          isOpen: incident.endedAt === null,
          isMuted: muted.has(incident.id),
          isAcknowledged: incident.acknowledgedAt !== null,
        },
      ];

/** What is told together. */
interface Group {
  policy: Policy;
  key: string;
  /** Of its incidents: those that are open, and those that were told. */
  ids: string[];
  page: StoredPage | undefined;
}

/** Incidents that are told together, by the policy of their rule, else the project's own; what no policy is for is told to nobody. */
export function groupsOf(
  open: readonly Incident[],
  policies: readonly Policy[],
  pages: readonly StoredPage[],
): Group[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const own = policies.find(({ isDefault }) => isDefault);
  const nameOf = (policyId: string, key: string) => JSON.stringify([policyId, key]);
  const groups = new Map<string, Group>();
  for (const page of pages) {
    const policy = byId.get(page.policyId);
    if (policy === undefined) continue;
    const { groupKey: key } = page;
    groups.set(nameOf(policy.id, key), { policy, key, page, ids: [...page.page.told] });
  }
  for (const { id, rule, labels } of open) {
    const policy = rule.policy === null ? own : byId.get(rule.policy);
    if (policy === undefined) continue;
    const key = groupKey(policy.groupBy.map((label) => labels[label] ?? ''));
    const name = nameOf(policy.id, key);
    const group = groups.get(name) ?? { policy, key, page: undefined, ids: [] };
    if (!group.ids.includes(id)) group.ids.push(id);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** Incidents by id: those that are open, and those that were told of and may be over. */
export async function withTold(
  tx: Records,
  open: readonly Incident[],
  pages: readonly StoredPage[],
): Promise<Map<string, Incident>> {
  const known = new Map(open.map((incident) => [incident.id, incident]));
  const lacking = pages.flatMap(({ page }) => page.told).filter((id) => !known.has(id));
  if (lacking.length > 0)
    for (const incident of await tx.selectFrom('incidents').selectAll().where('id', 'in', lacking).execute())
      known.set(incident.id, incident);
  return known;
}

/** Keeps what was told of a group, until all of it is over. */
export async function storePage(
  tx: Records,
  row: Pick<StoredPage, 'id' | 'projectId' | 'policyId' | 'groupKey'>,
  before: StoredPage | undefined,
  page: Page | undefined,
): Promise<void> {
  if (page === undefined) {
    if (before) await tx.deleteFrom('alertPages').where('id', '=', before.id).execute();
    return;
  }
  const stored = JSON.stringify(page);
  if (before) await tx.updateTable('alertPages').set({ page: stored }).where('id', '=', before.id).execute();
  else
    await tx
      .insertInto('alertPages')
      .values({ ...row, page: stored })
      .execute();
}

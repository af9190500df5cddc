import { groupKey } from '@pharos/core/alerts/evaluate';
import { MAX_TOLD } from '@pharos/core/channels/notice';
import { type Member, type Message, type Page, plan } from '@pharos/core/escalation/page';
import type { Policy } from '@pharos/core/escalation/policy';
import { channelsOf, type Reachable } from '@pharos/core/escalation/reach';
import { steadied } from '@pharos/core/incidents/flapping';
import { mutedBy, nextEdge } from '@pharos/core/incidents/muted';
import type { Clock } from '@pharos/core/time';
import type { Selectable } from 'kysely';
import { Looks } from '../../looks.ts';
import { enqueue } from '../../store/records/deliveries.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import { documentsOf } from './document-queries.ts';
import { noteEvent } from './incident-queries.ts';
import { toldIncident } from './present.ts';
import { timesOf } from './settle.ts';

export interface TellerParts {
  records: Records;
  clock: Clock;
  newId(): string;
  /** Where browsers reach this server; no slash at the end. */
  publicUrl: string;
  /** Something was put into the outbox. */
  onTold(): void;
  onError(error: unknown): void;
}

type Incident = Selectable<Tables['incidents']>;

const LOOK_MS = 1_000;
const LEASE_MS = 30_000;
const AT_ONCE = 100;
/** Open incidents of a project that are seen to, the oldest first: beyond that one thing is wrong, not thousands. */
const MOST_OPEN = 5_000;
/** Silences and members may change without a word: a project with open incidents is looked at again after so long. */
const AGAIN_MS = 300_000;

/**
 * Sees who has to be told what. Messages and what was told are stored in one transaction, and the outbox brings them: a crash between two
 * steps neither loses nor doubles any.
 */
export class Teller {
  readonly #parts: TellerParts;
  readonly #looks: Looks;

  constructor(parts: TellerParts) {
    this.#parts = parts;
    const { onError } = parts;
    this.#looks = new Looks(() => this.#lookAtAll(), { everyMs: LOOK_MS, onError });
  }

  start(): void {
    this.#looks.start();
  }

  close(): Promise<void> {
    return this.#looks.stop();
  }

  /** Sees to all projects that are due. Never rejects. */
  look(): Promise<void> {
    return this.#looks.now();
  }

  async #lookAtAll(): Promise<void> {
    const { records, clock, onError } = this.#parts;
    const now = new Date(clock.nowMs());
    const due = await records
      .updateTable('alertLooks')
      .set({ leasedUntil: new Date(now.getTime() + LEASE_MS) })
      .where(
        'projectId',
        'in',
        records
          .selectFrom('alertLooks')
          .select('projectId')
          .where('dueAt', '<=', now)
          .where(({ eb, or }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
          .limit(AT_ONCE)
          .forUpdate()
          .skipLocked(),
      )
      .returning('projectId')
      .execute();
    for (const { projectId } of due) await this.#see(scopeTo(projectId)).catch(onError);
  }

  async #see(project: ProjectScope): Promise<void> {
    const { records, clock, onTold } = this.#parts;
    const nowMs = clock.nowMs();
    const told = await records.transaction().execute(async (tx) => {
      const { told, nextMs } = await this.#tell(tx, project, nowMs);
      const look = tx.updateTable('alertLooks').where('projectId', '=', project);
      // What became due meanwhile stays due.
      if (nextMs === undefined)
        await tx
          .deleteFrom('alertLooks')
          .where('projectId', '=', project)
          .where('dueAt', '<=', new Date(nowMs))
          .execute();
      else
        await look
          .set({ dueAt: new Date(nextMs) })
          .where('dueAt', '<=', new Date(nowMs))
          .execute();
      await look.set({ leasedUntil: null }).execute();
      return told;
    });
    if (told > 0) onTold();
  }

  async #tell(
    tx: Records,
    project: ProjectScope,
    nowMs: number,
  ): Promise<{ told: number; nextMs: number | undefined }> {
    await endSteady(tx, project, nowMs);
    const open = await tx
      .selectFrom('incidents')
      .selectAll()
      .where('projectId', '=', project)
      .where('endedAt', 'is', null)
      .orderBy('openedAt')
      .limit(MOST_OPEN)
      .execute();
    const silences = await documentsOf(tx, project, 'silence');
    const muted = await this.#mute(tx, project, open, silences, nowMs);
    const policies = await documentsOf(tx, project, 'policy');
    const pages = await tx.selectFrom('alertPages').selectAll().where('projectId', '=', project).execute();
    const gone = pages.filter(({ policyId }) => !policies.some(({ id }) => id === policyId));
    for (const { id } of gone) await tx.deleteFrom('alertPages').where('id', '=', id).execute();
    const known = await withTold(tx, open, pages);
    const reachable = await reachableIn(tx, project);

    let told = 0;
    const wakes = [nextEdge(silences, nowMs), ...open.map(({ endsAt }) => endsAt?.getTime())];
    const groups = groupsOf(open, policies, pages);
    for (const { policy, key, ids, page } of groups) {
      const members = ids.flatMap((id) => memberOf(known.get(id), muted));
      const planned = plan(policy, page?.page, members, nowMs);
      const pageId = page?.id ?? this.#parts.newId();
      for (const message of planned.messages)
        told += await this.#send(tx, { project, policy, pageId, message, known, reachable, nowMs });
      await storePage(
        tx,
        { id: pageId, projectId: project, policyId: policy.id, groupKey: key },
        page,
        planned.page,
      );
      wakes.push(planned.wakeAtMs ?? undefined);
    }
    const next = wakes.filter((each) => each !== undefined);
    if (open.length > 0) next.push(nowMs + AGAIN_MS);
    return { told, nextMs: next.length === 0 ? undefined : Math.max(nowMs + 1, Math.min(...next)) };
  }

  /** Notes which incidents are muted by what, and when that changes. */
  async #mute(
    tx: Records,
    project: ProjectScope,
    open: readonly Incident[],
    silences: Parameters<typeof mutedBy>[1]['silences'],
    nowMs: number,
  ): Promise<ReadonlyMap<string, string>> {
    const inhibitions = await documentsOf(tx, project, 'inhibition');
    const muted = mutedBy(open, { silences, inhibitions }, nowMs);
    for (const { id, mutedBy: before } of open) {
      const by = muted.get(id) ?? null;
      if (by === before) continue;
      await tx.updateTable('incidents').set({ mutedBy: by }).where('id', '=', id).execute();
      await noteEvent(tx, id, by === null ? 'unmuted' : 'muted', new Date(nowMs), null, { by: by ?? before });
    }
    return muted;
  }

  async #send(
    tx: Records,
    given: {
      project: ProjectScope;
      policy: Policy;
      pageId: string;
      message: Message;
      known: ReadonlyMap<string, Incident>;
      reachable: Reachable;
      nowMs: number;
    },
  ): Promise<number> {
    const { project, policy, pageId, message, known, reachable, nowMs } = given;
    const alertsUrl = `${this.#parts.publicUrl}/p/${project}/alerts`;
    const at = new Date(nowMs);
    const incidents = [...message.firing, ...message.ended].flatMap((id) => known.get(id) ?? []);
    const channelIds = channelsOf(message.targets, reachable, nowMs);
    const added = await enqueue(tx, {
      ...{ projectId: project, channelIds, subject: pageId, at },
      notice: {
        ...{ key: `${pageId}:${message.number}`, reason: message.reason, language: 'en' },
        incidents: incidents.slice(0, MAX_TOLD).map((each) => toldIncident(each, alertsUrl)),
        more: Math.max(0, incidents.length - MAX_TOLD),
        url: alertsUrl,
      },
    });
    const { reason, targets } = message;
    // By name: what was told stays readable when a channel goes, and to those who may not see channels.
    const channels = await namesOf(tx, project, channelIds);
    const data = { added, reason, policy: policy.name, targets, channels };
    for (const { id } of incidents) await noteEvent(tx, id, 'told', at, null, data);
    return added;
  }
}

async function namesOf(tx: Records, project: ProjectScope, channelIds: readonly string[]): Promise<string[]> {
  if (channelIds.length === 0) return [];
  const channels = tx.selectFrom('channels').select('name').where('projectId', '=', project);
  const found = await channels.where('id', 'in', channelIds).orderBy('name').execute();
  return found.map(({ name }) => name);
}

/** Ends incidents that were well for long enough. */
async function endSteady(tx: Records, project: ProjectScope, nowMs: number): Promise<void> {
  const due = await tx
    .selectFrom('incidents')
    .select(['id', 'course'])
    .where('projectId', '=', project)
    .where('endedAt', 'is', null)
    .where('endsAt', '<=', new Date(nowMs))
    .execute();
  for (const { id, course } of due) {
    const ended = steadied(course, nowMs);
    if (ended === undefined) continue;
    const times = timesOf(ended);
    await tx
      .updateTable('incidents')
      .set({ ...times, course: JSON.stringify(ended) })
      .where('id', '=', id)
      .execute();
    await noteEvent(tx, id, 'ended', times.endedAt ?? new Date(nowMs), null);
  }
}

type StoredPage = Selectable<Tables['alertPages']>;

/** Incidents by id: those that are open, and those that were told of and may be over. */
async function withTold(
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

async function reachableIn(tx: Records, project: ProjectScope): Promise<Reachable> {
  const schedules = await documentsOf(tx, project, 'schedule');
  const contacts = await documentsOf(tx, project, 'contact');
  return {
    schedules: new Map(schedules.map((each) => [each.id, each])),
    contacts: new Map(contacts.map(({ person, channels }) => [person, channels])),
  };
}

const memberOf = (incident: Incident | undefined, muted: ReadonlyMap<string, string>): Member[] =>
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

interface Group {
  policy: Policy;
  key: string;
  /** Of its incidents: those that are open, and those that were told. */
  ids: string[];
  page: StoredPage | undefined;
}

/** Incidents that are told together, by the policy of their rule, else the project's own; what no policy is for is told to nobody. */
function groupsOf(
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

async function storePage(
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

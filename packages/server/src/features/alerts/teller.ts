import { plan } from '@pharos/core/escalation/page';
import type { Reachable } from '@pharos/core/escalation/reach';
import { steadied } from '@pharos/core/incidents/flapping';
import { mutedBy, nextEdge } from '@pharos/core/incidents/muted';
import type { Clock } from '@pharos/core/time';
import type { Selectable } from 'kysely';
import { Looks } from '../../looks.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import { documentsOf } from './document-queries.ts';
import { noteEvent } from './incident-queries.ts';
import { sendMessage } from './send-message.ts';
import { timesOf } from './settle.ts';
import { groupsOf, memberOf, storePage, withTold } from './told-groups.ts';

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
    const alertsUrl = `${this.#parts.publicUrl}/p/${project}/alerts`;

    let told = 0;
    const wakes = [nextEdge(silences, nowMs), ...open.map(({ endsAt }) => endsAt?.getTime())];
    const groups = groupsOf(open, policies, pages);
    for (const { policy, key, ids, page } of groups) {
      const members = ids.flatMap((id) => memberOf(known.get(id), muted));
      const planned = plan(policy, page?.page, members, nowMs);
      const pageId = page?.id ?? this.#parts.newId();
      for (const message of planned.messages)
        told += await sendMessage(tx, {
          project,
          policy,
          pageId,
          message,
          known,
          reachable,
          nowMs,
          alertsUrl,
        });
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

async function reachableIn(tx: Records, project: ProjectScope): Promise<Reachable> {
  const schedules = await documentsOf(tx, project, 'schedule');
  const contacts = await documentsOf(tx, project, 'contact');
  return {
    schedules: new Map(schedules.map((each) => [each.id, each])),
    contacts: new Map(contacts.map(({ person, channels }) => [person, channels])),
  };
}

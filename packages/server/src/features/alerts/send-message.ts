import { MAX_TOLD } from '@pharos/core/channels/notice';
import type { Message } from '@pharos/core/escalation/page';
import type { Policy } from '@pharos/core/escalation/policy';
import { channelsOf, type Reachable } from '@pharos/core/escalation/reach';
import type { Selectable } from 'kysely';
import { enqueue } from '../../store/records/deliveries.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { noteEvent } from './incident-queries.ts';
import { toldIncident } from './present.ts';

interface Sent {
  project: ProjectScope;
  policy: Policy;
  pageId: string;
  message: Message;
  known: ReadonlyMap<string, Selectable<Tables['incidents']>>;
  reachable: Reachable;
  nowMs: number;
  /** Of the page that lists them. */
  alertsUrl: string;
}

/** Puts a message into the outbox of every channel that it goes to, and notes at its incidents who is told. By how many channels. */
export async function sendMessage(tx: Records, sent: Sent): Promise<number> {
  const { project, policy, pageId, message, known, reachable, nowMs, alertsUrl } = sent;
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

async function namesOf(tx: Records, project: ProjectScope, channelIds: readonly string[]): Promise<string[]> {
  if (channelIds.length === 0) return [];
  const channels = tx.selectFrom('channels').select('name').where('projectId', '=', project);
  const found = await channels.where('id', 'in', channelIds).orderBy('name').execute();
  return found.map(({ name }) => name);
}

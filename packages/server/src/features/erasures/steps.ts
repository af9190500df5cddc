import type { Erased } from '@pharos/core/api/erasures';
import type { LiveAgents } from '../../live/agents.ts';
import type { LivePresence } from '../../live/presence.ts';
import type { MediaStore } from '../../store/media/contract.ts';
import { countRecords, removeRecords } from '../../store/records/erasure/erasure.ts';
import type { Records } from '../../store/records/tables.ts';
import { scopeTo } from '../../store/scope.ts';
import type { TelemetryErasure } from '../../store/telemetry/erasure/erasure.ts';
import { hasFiles, hashesOf, MOST_FILES, namesOf, removeFile } from './files.ts';
import { added, noteErasure, type RunningErasure } from './queries.ts';

export interface StepParts {
  records: Records;
  store: TelemetryErasure;
  media: Pick<MediaStore, 'remove'>;
  presence: Pick<LivePresence, 'forget'>;
  agents: Pick<LiveAgents, 'forget'>;
  /** Resolves when runs that were forgotten are stored as over, by this process if it is the one that stores them. */
  noteForgotten(): Promise<void>;
  /** Spans are gone: whoever remembers traces of the project forgets them, and whose they were. */
  forgetTraces(projectId: string): Promise<void>;
  /** Resolves when whatever was being written as it was called is on disk. */
  settle(signal: AbortSignal): Promise<void>;
  /** Tells those who show or keep answers of a project that all of them may be others now. */
  announce(projectId: string): void;
}

/** Things that go on coming while they are removed are not waited for for ever. */
const MOST_PASSES = 5;

/**
 * One step of an erasure. Count, remove, remove files, and count again until nothing is found. What a step has to know is noted
 * before anything is removed, so that one that is broken off is begun anew and counts nothing twice. True: it is done.
 */
export async function step(erasure: RunningErasure, parts: StepParts, signal: AbortSignal): Promise<boolean> {
  if (erasure.phase === 'count') return count(erasure, parts, signal);
  if (erasure.phase === 'remove') await remove(erasure, parts, signal);
  else await removeFiles(erasure, parts);
  return false;
}

const whoseOf = ({ projectId, ids }: RunningErasure) => ({ project: projectId, ids });

async function count(
  erasure: RunningErasure,
  { records, store }: StepParts,
  signal: AbortSignal,
): Promise<boolean> {
  const { id, passes, erased } = erasure;
  if (passes === MOST_PASSES) return true;
  const whose = whoseOf(erasure);
  const found = [...(await store.count(whose, signal)), ...(await countRecords(records, whose))];
  // What counts shows no old versions of rows: all is looked at once, whatever is counted.
  if (passes > 0 && found.every((each) => each.count === 0)) return true;
  await noteErasure(records, id, { phase: 'remove', erased: added(erased, found) });
  return false;
}

async function remove(erasure: RunningErasure, parts: StepParts, signal: AbortSignal): Promise<void> {
  const { id, projectId } = erasure;
  const { records, store, forgetTraces, settle, announce } = parts;
  const project = scopeTo(projectId);
  const whose = whoseOf(erasure);
  // What is live is stored again and again, and told anew of what is stored: it goes before and after.
  let live = await forgetLive(erasure, parts);
  await parts.noteForgotten();
  const files = new Set(erasure.files);
  const noteFiles = async (refs: readonly string[]) => {
    const before = files.size;
    for (const hash of await hashesOf(records, project, refs)) if (files.size < MOST_FILES) files.add(hash);
    if (files.size > before) await noteErasure(records, id, { files: [...files] });
  };
  await store.remove(whose, (await hasFiles(records, project)) ? noteFiles : undefined, signal);
  await forgetTraces(projectId);
  await records.transaction().execute((tx) => removeRecords(tx, whose));
  await settle(signal);
  live = added(live, await forgetLive(erasure, parts));
  announce(projectId);
  const still = new Set(await store.stillNamed(projectId, [...files].flatMap(namesOf), signal));
  const unnamed = [...files].filter((hash) => !namesOf(hash).some((name) => still.has(name)));
  const removed: Erased = { store: 'files', place: 'media', how: 'removed', count: unnamed.length };
  await noteErasure(records, id, {
    phase: 'files',
    files: unnamed,
    erased: added(erasure.erased, [...live, removed]),
  });
}

async function forgetLive(
  { projectId, ids }: RunningErasure,
  { presence, agents }: StepParts,
): Promise<Erased[]> {
  const forgotten = (place: string, count: number): Erased => ({
    store: 'live',
    place,
    how: 'removed',
    count,
  });
  return [
    forgotten('online', await presence.forget(projectId, ids)),
    forgotten('runs', await agents.forget(projectId, ids)),
  ];
}

async function removeFiles(
  { id, projectId, passes, files }: RunningErasure,
  parts: StepParts,
): Promise<void> {
  for (const hash of files) await removeFile(parts, scopeTo(projectId), hash);
  await noteErasure(parts.records, id, { phase: 'count', passes: passes + 1, files: [] });
}

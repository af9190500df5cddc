import type { ApiScore } from '@pharos/core/api/scores';
import { formatFilterText } from '@pharos/core/filter-text';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { EVER, inProjects, MAX_VALUES, namingOf } from '../named-projects.ts';
import type { Subject } from './annotation-forms.ts';
import { PROJECTS } from './query.ts';

/** Asked for at a time: lists of traces and sessions take so many values of a filter. */
const CHUNK = MAX_VALUES;

type Reader = Pick<TelemetryReader, 'spans' | 'traces' | 'sessions' | 'suggest'>;

const idOf = (subject: Subject, score: ApiScore): string | null =>
  ({ span: score.spanId, trace: score.traceId, session: score.sessionId })[subject];

/** Those of the scores that are about something in this project of Phoenix's. */
export async function withinProject(
  reader: Reader,
  scope: ProjectScope,
  project: string,
  subject: Subject,
  scores: readonly ApiScore[],
): Promise<ApiScore[]> {
  const ids = [...new Set(scores.flatMap((score) => idOf(subject, score) ?? []))];
  const there = new Set<string>();
  for (let at = 0; at < ids.length; at += CHUNK)
    for (const id of await idsThere(reader, scope, project, subject, ids.slice(at, at + CHUNK)))
      there.add(id);
  return scores.filter((score) => there.has(idOf(subject, score) ?? ''));
}

async function idsThere(
  reader: Reader,
  scope: ProjectScope,
  project: string,
  subject: Subject,
  ids: readonly string[],
): Promise<string[]> {
  if (subject === 'span') {
    const naming = namingOf(PROJECTS, [project]);
    const { data } = await reader.spans(scope, { spanIds: ids, naming, content: false, limit: ids.length });
    return data.map(({ spanId }) => spanId);
  }
  const filters = await inProjects(reader, scope, PROJECTS, [project]);
  filters.push({ field: subject, op: '=', values: [...ids] });
  const asked = { from: EVER, filter: formatFilterText({ filters, search: '' }), limit: ids.length };
  return subject === 'trace'
    ? (await reader.traces(scope, asked)).data.map(({ traceId }) => traceId)
    : (await reader.sessions(scope, asked)).data.map(({ sessionId }) => sessionId);
}

import type { Reading } from '@pharos/core/alerts/evaluate';
import { tells } from '@pharos/core/alerts/told';
import type { WatchOf } from '@pharos/core/alerts/watch';
import type { CountedError } from '@pharos/core/api/errors';
import { formatFilterText } from '@pharos/core/filter-text';
import { cutText, oneLine } from '@pharos/core/text';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { notesOf } from './notes.ts';
import { withNote } from './present.ts';

/** So many of the latest errors of a window are looked at. */
const MOST = 200;

/** A title holds so much and is still read at a glance. */
const MOST_WORDS = 160;

/** An error on one line: its type and message, or where it happened when it has neither. */
function inWords({ type, message, place }: Pick<CountedError, 'type' | 'message' | 'place'>): string {
  const words = [type, message].filter((part) => part !== '').join(': ');
  return cutText(oneLine(words || place), MOST_WORDS);
}

/** Errors of a window that are new or came back, each a group by its id; what is muted is none. */
export const errorReadings =
  (parts: { records: Records; reader: Pick<TelemetryReader, 'errors'> }) =>
  async (
    project: ProjectScope,
    { happenings, filters, leastCount, windowSeconds }: WatchOf<'errors'>,
    atMs: number,
    signal: AbortSignal,
  ): Promise<Reading[]> => {
    const query = {
      ...{ from: new Date(atMs - windowSeconds * 1000).toISOString(), to: new Date(atMs).toISOString() },
      ...{ filter: formatFilterText({ filters, search: '' }), order: 'lastSeen' as const, limit: MOST },
    };
    const { data } = await parts.reader.errors(project, query, signal);
    const groups = data.map(({ group }) => group);
    const notes = await notesOf(parts.records, project, groups);
    const wanted = new Set<string>(happenings);
    return data.map((error) => {
      const { group, state, muted, count } = withNote(error, notes.get(error.group), atMs);
      const bad = wanted.has(state) && !muted && count >= leastCount;
      return tells([group], bad, { value: count, limit: leastCount, called: inWords(error) });
    });
  };

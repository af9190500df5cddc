import { type PresenceReport, presenceReportSchema } from '@pharos/core/api/live-reports';
import { sightingOf } from '@pharos/core/presence/sighting';
import type { Clock } from '@pharos/core/time';
import { readReports, type TakeReports } from '../../http/read-reports.ts';
import type { Pseudonyms } from '../../store/records/pseudonyms.ts';
import { available } from './available.ts';
import type { PresenceBook } from './book.ts';
import type { PresenceMeter } from './meter.ts';

const MAX_AGE_MS = 86_400_000;

/** Takes reports of presence, whoever brings them. */
export const takePresence =
  (
    { book, meter }: { book: PresenceBook; meter: PresenceMeter },
    clock: Clock,
    users: Pick<Pseudonyms, 'of'>,
  ): TakeReports =>
  async (project, items) => {
    const nowMs = clock.nowMs();
    const { taken, refused } = readReports(presenceReportSchema, items, tooOld(nowMs));
    const hide = await users.of(project);
    const sightings = taken.map((report) => sightingOf({ ...report, userId: hide(report.userId) }, nowMs));
    await available(book.put(project, sightings));
    meter.reported(taken.length, refused.length);
    return { accepted: taken.length, refused };
  };

/** Older reports change nothing of who is online now. */
const tooOld =
  (nowMs: number) =>
  ({ at }: PresenceReport): string | undefined =>
    at !== undefined && Date.parse(at) < nowMs - MAX_AGE_MS ? 'at: more than a day ago' : undefined;

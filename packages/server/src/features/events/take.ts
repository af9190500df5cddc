import { createHash } from 'node:crypto';
import { type EventReport, eventReportSchema } from '@pharos/core/api/events';
import { customEventOf, eventKey } from '@pharos/core/events/custom-event';
import { type Clock, nowNs } from '@pharos/core/time';
import { readReports, type TakeReports } from '../../http/read-reports.ts';
import type { Ids } from '../../ids.ts';
import type { EventBook } from './book.ts';

const DAY_MS = 86_400_000;
/** Each day is a file to write. */
const MAX_DAYS = 100;

/** Takes events of users, whoever brings them. */
export const takeEvents =
  ({ clock, ids, book }: { clock: Clock; ids: Ids; book: EventBook }): TakeReports =>
  async (project, items) => {
    const { taken, refused } = readReports(eventReportSchema, items, badTime(clock.nowMs()));
    const idOf = (report: EventReport) => (report.at === undefined ? ids.id() : contentId(report));
    const now = nowNs(clock);
    await book.put(
      project,
      taken.map((report) => customEventOf(report, now, idOf)),
    );
    return { accepted: taken.length, refused };
  };

const contentId = (report: EventReport): string =>
  createHash('sha256').update(eventKey(report)).digest('hex').slice(0, 32);

function badTime(nowMs: number) {
  const days = new Set<number>();
  return ({ at }: EventReport): string | undefined => {
    if (at === undefined) return undefined;
    const atMs = Date.parse(at);
    if (atMs < 0) return 'at: before 1970';
    if (atMs > nowMs + DAY_MS) return 'at: more than a day ahead';
    const day = Math.floor(atMs / DAY_MS);
    if (days.size >= MAX_DAYS && !days.has(day))
      return `at: the events of a request lie on at most ${MAX_DAYS} days`;
    days.add(day);
    return undefined;
  };
}

import { createHash } from 'node:crypto';
import { type EventReport, eventReportSchema } from '@pharos/core/api/events';
import type { ReportsTaken } from '@pharos/core/api/live-reports';
import { userIdsIn } from '@pharos/core/conventions/user-ids';
import { type CustomEvent, customEventOf, eventKey } from '@pharos/core/events/custom-event';
import { type Taking, tooOld } from '@pharos/core/retention/past';
import { readReports } from '../../http/read-reports.ts';
import type { Ids } from '../../ids.ts';
import { asTheyAre, type HideUser } from '../../pseudonym.ts';
import { replacingIds } from '../../replace-ids.ts';

const DAY_MS = 86_400_000;
/** Each day is a file to write. */
const MAX_DAYS = 100;

export interface EventRules {
  nowMs: number;
  ids: Ids;
  hide?: HideUser;
  /** Older ones are refused. */
  maxAgeMs?: number;
  /** And those that the project does not keep any more. */
  taking?: Taking;
}

/** The events of a batch, and what is wrong with those that are none. */
export function readEvents(
  items: readonly unknown[],
  { nowMs, ids, hide = asTheyAre, maxAgeMs = nowMs, taking }: EventRules,
): { events: CustomEvent[]; refused: ReportsTaken['refused'] } {
  const { taken, refused } = readReports(eventReportSchema, items, badTime(nowMs, maxAgeMs, taking));
  const idOf = (report: EventReport) => (report.at === undefined ? ids.id() : contentId(report));
  const nowNs = BigInt(nowMs) * 1_000_000n;
  const events = taken.map((report) =>
    // First of all: an id that is made of the content would tell who it was.
    customEventOf(hide === asTheyAre ? report : hidden(report, hide), nowNs, idOf),
  );
  return { events, refused };
}

function hidden(report: EventReport, hide: HideUser): EventReport {
  const { userId, properties } = report;
  const told = userIdsIn(new Map(Object.entries(properties)));
  const replace = replacingIds([userId, ...told], hide);
  return replace
    ? { ...report, userId: hide(userId), properties: replace('properties', properties) }
    : report;
}

const contentId = (report: EventReport): string =>
  createHash('sha256').update(eventKey(report)).digest('hex').slice(0, 32);

function badTime(nowMs: number, maxAgeMs: number, taking: Taking | undefined) {
  const days = new Set<number>();
  return ({ at }: EventReport): string | undefined => {
    if (at === undefined) return undefined;
    const atMs = Date.parse(at);
    if (atMs < 0) return 'at: before 1970';
    if (atMs < nowMs - maxAgeMs) return 'at: too long ago';
    const old = taking && tooOld('events', BigInt(atMs) * 1_000_000n, taking, nowMs);
    if (old !== undefined) return `at: ${old}`;
    if (atMs > nowMs + DAY_MS) return 'at: more than a day ahead';
    const day = Math.floor(atMs / DAY_MS);
    if (days.size >= MAX_DAYS && !days.has(day))
      return `at: the events of a request lie on at most ${MAX_DAYS} days`;
    days.add(day);
    return undefined;
  };
}

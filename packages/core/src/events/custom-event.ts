import type { EventReport } from '../api/events.ts';
import { canonical } from '../canonical.ts';
import type { Attributes } from '../span.ts';
import { nsFromIso } from '../time.ts';

/** What an application says a user did. What is not said is ''. */
export interface CustomEvent extends Omit<EventReport, 'at' | 'properties'> {
  timeNs: bigint;
  properties: Attributes;
}

/** A report as it is stored; without a time it is now. */
export function customEventOf(
  { at, properties, ...said }: EventReport,
  nowNs: bigint,
  idOf: (report: EventReport) => string,
): CustomEvent {
  return {
    ...said,
    eventId: said.eventId || idOf({ at, properties, ...said }),
    timeNs: (at === undefined ? undefined : nsFromIso(at)) ?? nowNs,
    properties: new Map(Object.entries(properties)),
  };
}

/** One text for the same event of a time, which no other has: what it is known by when it brings no id. */
export const eventKey = (report: EventReport): string => canonical(report);

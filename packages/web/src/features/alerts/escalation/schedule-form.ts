import { type ScheduleInput, scheduleInputSchema } from '@pharos/core/on-call/schedule';
import { isTimeZone } from '@pharos/core/zone';
import { parseTyped } from '../../../components/form/problems.ts';
import { readTime, writtenTime } from '../typed-time.ts';

/** People who take turns, as typed. */
export interface LayerForm {
  name: string;
  people: readonly string[];
  unit: 'hour' | 'day' | 'week';
  count: string;
  startsOn: string;
  handover: string;
  /** Whether it has somebody only on these days, from and to a time. */
  isLimited: boolean;
  days: readonly number[];
  from: string;
  to: string;
}
export interface OverrideForm {
  person: string;
  /** On the clocks of the schedule's zone. */
  from: string;
  to: string;
}
/** An on-call schedule as it is typed. */
export interface ScheduleForm {
  name: string;
  timeZone: string;
  layers: readonly LayerForm[];
  overrides: readonly OverrideForm[];
}

const WORKING_HOURS = { days: [0, 1, 2, 3, 4], from: '09:00', to: '18:00' };
export const newLayer = (startsOn: string): LayerForm => ({
  ...{ name: '', people: [], unit: 'week', count: '1', startsOn, handover: '09:00' },
  ...{ isLimited: false, ...WORKING_HOURS },
});
export const newForm = (timeZone: string, nowMs: number): ScheduleForm => ({
  ...{ name: '', timeZone, overrides: [] },
  layers: [newLayer(writtenTime(nowMs, timeZone).slice(0, 10))],
});

export const formOf = ({ name, timeZone, layers, overrides }: ScheduleInput): ScheduleForm => ({
  ...{ name, timeZone },
  layers: layers.map(({ turn, only, ...layer }) => ({
    ...layer,
    ...{ unit: turn.unit, count: String(turn.count) },
    ...{ isLimited: only !== undefined, ...(only ?? WORKING_HOURS) },
  })),
  overrides: overrides.map(({ person, from, to }) => ({
    person,
    from: writtenTime(Date.parse(from), timeZone),
    to: writtenTime(Date.parse(to), timeZone),
  })),
});

/** What was typed as the API takes it, or what is wrong with it. */
export function parseForm({ name, timeZone, layers, overrides }: ScheduleForm) {
  const read = (time: string) => (isTimeZone(timeZone) ? readTime(time, timeZone) : time);
  return parseTyped(scheduleInputSchema, {
    ...{ name, timeZone },
    layers: layers.map(({ unit, count, isLimited, days, from, to, ...layer }) => ({
      ...layer,
      turn: { unit, count: Number(count) },
      ...(isLimited && { only: { days, from, to } }),
    })),
    overrides: overrides.map(({ person, from, to }) => ({ person, from: read(from), to: read(to) })),
  });
}

import { z } from 'zod';
import { isTimeZone, zoneOffsetMs } from '../zone.ts';

const person = z.string().min(1).max(64);
const time = z.iso.datetime({ offset: true });
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time such as 09:00');

/** People who take turns. A later layer of a schedule goes before an earlier one where both have somebody. */
const layerSchema = z.object({
  name: z.string().trim().max(120).default(''),
  people: z.array(person).min(1).max(50),
  /** How long one has it: so many days or weeks, or hours of the clock that runs through. */
  turn: z.object({ unit: z.enum(['hour', 'day', 'week']), count: z.number().int().min(1).max(52) }),
  /** The first turn begins on this date of the schedule's zone, … */
  startsOn: z.iso.date(),
  /** … at this time, at which each hands over. */
  handover: clock.default('09:00'),
  /** The layer has somebody only then: on these days (Monday is 0), from and to a time, over midnight when `to` is not later. */
  only: z
    .object({ days: z.array(z.number().int().min(0).max(6)).min(1).max(7), from: clock, to: clock })
    .optional(),
});

export const scheduleInputSchema = z.object({
  name: z.string().trim().min(1).max(120),
  timeZone: z.string().max(64).refine(isTimeZone, { message: 'not a time zone such as Europe/Berlin' }),
  layers: z.array(layerSchema).min(1).max(10),
  /** Somebody has it instead, whatever the layers say; of several at once the last. */
  overrides: z
    .array(
      z.object({ person, from: time, to: time }).refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
        path: ['to'],
        message: 'must be after from',
      }),
    )
    .max(200)
    .default([]),
});
export type ScheduleInput = z.output<typeof scheduleInputSchema>;
type Layer = ScheduleInput['layers'][number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TURN_DAYS = { day: 1, week: 7 };

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
/** What the clocks of a zone show, as if it were UTC. */
const shown = (ms: number, timeZone: string): number => ms + zoneOffsetMs(ms, timeZone);

/** Who has it at a moment; undefined when nobody does. */
export function onCall({ timeZone, layers, overrides }: ScheduleInput, atMs: number): string | undefined {
  const override = overrides.findLast(({ from, to }) => Date.parse(from) <= atMs && atMs < Date.parse(to));
  if (override) return override.person;
  const shownMs = shown(atMs, timeZone);
  for (const layer of layers.toReversed()) {
    const turn = turnOf(layer, timeZone, atMs, shownMs);
    if (turn >= 0 && isOn(layer, shownMs)) return layer.people[turn % layer.people.length];
  }
  return undefined;
}

/** Whose turn it is, counted from 0; below 0 before the first. Days are those of the clocks, whatever they skip or repeat. */
function turnOf(
  { turn, startsOn, handover }: Layer,
  timeZone: string,
  atMs: number,
  shownMs: number,
): number {
  const firstShown = Date.parse(startsOn) + minutesOf(handover) * MINUTE;
  if (turn.unit !== 'hour')
    return Math.floor((shownMs - firstShown) / (turn.count * TURN_DAYS[turn.unit] * DAY));
  return Math.floor((atMs - firstTurnMs({ startsOn, handover }, timeZone)) / (turn.count * HOUR));
}

/** When the first turn begins; turns of hours go on from there, whatever clocks do. */
function firstTurnMs({ startsOn, handover }: Pick<Layer, 'startsOn' | 'handover'>, timeZone: string): number {
  const firstShown = Date.parse(startsOn) + minutesOf(handover) * MINUTE;
  return firstShown - zoneOffsetMs(firstShown, timeZone);
}

function isOn({ only }: Layer, shownMs: number): boolean {
  if (only === undefined) return true;
  const [from, to] = [minutesOf(only.from) * MINUTE, minutesOf(only.to) * MINUTE];
  const clockMs = ((shownMs % DAY) + DAY) % DAY;
  // The first of 1970 was a Thursday.
  const day = (Math.floor(shownMs / DAY) + 3) % 7;
  const [today, yesterday] = [only.days.includes(day), only.days.includes((day + 6) % 7)];
  if (from < to) return today && from <= clockMs && clockMs < to;
  return (today && clockMs >= from) || (yesterday && clockMs < to);
}

/** A time that somebody has, or nobody: half-open, `[fromMs, toMs)`. */
export interface Shift {
  fromMs: number;
  toMs: number;
  person: string | undefined;
}

/** Who has it over a range, shift after shift. At most a few months make sense: each hour of it is looked at. */
export function shiftsOf(
  schedule: ScheduleInput,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Shift[] {
  const shifts: Shift[] = [];
  for (const [i, at] of momentsOf(schedule, fromMs, toMs).entries()) {
    const person = onCall(schedule, at);
    const last = shifts.at(-1);
    if (i > 0 && last?.person === person) continue;
    if (last) last.toMs = at;
    shifts.push({ fromMs: at, toMs, person });
  }
  return shifts;
}

/** Every moment at which another may have it: all that people write, each hour, as clocks change at the hour, and turns of hours. */
function momentsOf({ timeZone, layers, overrides }: ScheduleInput, fromMs: number, toMs: number): number[] {
  const edges = overrides.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);
  const clocks = new Set(
    layers.flatMap(({ handover, only }) => [handover, ...(only ? [only.from, only.to] : [])].map(minutesOf)),
  );
  const turns = layers
    .filter(({ turn }) => turn.unit === 'hour')
    .map((layer) => firstTurnMs(layer, timeZone));
  for (let hour = Math.floor(fromMs / HOUR) * HOUR; hour < toMs; hour += HOUR) {
    const offset = zoneOffsetMs(hour, timeZone);
    const within = [...clocks].map((clock) => clock * MINUTE - offset).concat(turns, hour, hour + HOUR / 2);
    for (const at of within) edges.push(hour + ((((at - hour) % HOUR) + HOUR) % HOUR));
  }
  const inside = edges.filter((at) => at > fromMs && at < toMs);
  return [fromMs, ...new Set(inside.sort((a, b) => a - b))];
}

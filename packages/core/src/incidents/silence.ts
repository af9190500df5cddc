import { z } from 'zod';
import { isTimeZone, zoneOffsetMs } from '../zone.ts';
import { type Labels, matchersSchema, matches } from './matcher.ts';

const DAY = 86_400_000;
const STEP = { day: DAY, week: 7 * DAY };
const time = z.iso.datetime({ offset: true });

/**
 * Nobody is told of what matches while it lasts; what fires is still seen. One that repeats is a maintenance window: it
 * begins at the same time of the clocks of its zone each day, or each week, and lasts as long as the first.
 */
export const silenceInputSchema = z
  .object({
    matchers: matchersSchema,
    startsAt: time,
    endsAt: time,
    repeats: z
      .object({
        every: z.enum(['day', 'week']),
        timeZone: z.string().max(64).refine(isTimeZone, { message: 'not a time zone such as Europe/Berlin' }),
        /** When it is over for good; absent: never. */
        until: time.optional(),
      })
      .optional(),
    comment: z.string().trim().min(1).max(1000),
  })
  .superRefine(({ startsAt, endsAt, repeats }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const length = Date.parse(endsAt) - Date.parse(startsAt);
    if (length <= 0) refuse('endsAt', 'must be after the start');
    if (repeats && length > STEP[repeats.every])
      refuse(
        'endsAt',
        `must be at most a ${repeats.every} after the start, as it repeats each ${repeats.every}`,
      );
  });
export type SilenceInput = z.output<typeof silenceInputSchema>;
export interface Silence extends SilenceInput {
  id: string;
}

type Window = Pick<SilenceInput, 'startsAt' | 'endsAt' | 'repeats'>;
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** The time of a silence that holds at a moment, or that comes next; undefined when it is over. */
export function nextStretch({ startsAt, endsAt, repeats }: Window, nowMs: number): Stretch | undefined {
  const first = { fromMs: Date.parse(startsAt), toMs: Date.parse(endsAt) };
  if (nowMs < first.toMs) return first;
  if (repeats === undefined) return undefined;
  const { timeZone, until } = repeats;
  const endMs = until === undefined ? Infinity : Date.parse(until);
  const length = first.toMs - first.fromMs;
  const step = STEP[repeats.every];
  const firstShown = shown(first.fromMs, timeZone);
  // One that began a step ago may still last, and where clocks go back a day is longer.
  const passed = Math.floor((shown(nowMs, timeZone) - firstShown) / step);
  for (let times = Math.max(1, passed - 1); ; times += 1) {
    const fromMs = unshown(firstShown + times * step, timeZone);
    if (fromMs >= endMs) return undefined;
    const toMs = Math.min(fromMs + length, endMs);
    if (nowMs < toMs) return { fromMs, toMs };
  }
}

/** What the clocks of a zone show, as if it were UTC. */
const shown = (ms: number, timeZone: string): number => ms + zoneOffsetMs(ms, timeZone);

/** When clocks show a time, the first time where they show it twice; where they skip it, when they have gone on. */
function unshown(shownMs: number, timeZone: string): number {
  const candidates = [-DAY, DAY].map((by) => shownMs - zoneOffsetMs(shownMs + by, timeZone));
  const exact = candidates.filter((ms) => shown(ms, timeZone) === shownMs);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** The silences that hold at a moment for something with these labels. */
export const silencing = <One extends SilenceInput>(
  silences: readonly One[],
  labels: Labels,
  nowMs: number,
): One[] =>
  silences.filter((silence) => {
    const stretch = nextStretch(silence, nowMs);
    return stretch !== undefined && stretch.fromMs <= nowMs && matches(silence.matchers, labels);
  });

import type { AlertDocument } from '@pharos/core/alerts/documents';
import type { Matcher } from '@pharos/core/incidents/matcher';
import { nextStretch, type SilenceInput, silenceInputSchema } from '@pharos/core/incidents/silence';
import { isTimeZone } from '@pharos/core/zone';
import { parseTyped } from '../../../components/form/problems.ts';
import { readTime, writtenTime } from '../typed-time.ts';

/** A silence as it is typed; its times are those of the clocks of its zone. */
export interface SilenceForm {
  matchers: readonly Matcher[];
  startsAt: string;
  endsAt: string;
  repeats: 'no' | 'day' | 'week';
  timeZone: string;
  /** When it is over for good; '': never. */
  until: string;
  comment: string;
}

export const HOUR_MS = 3_600_000;
export const NO_MATCHER: Matcher = { label: '', op: '=', value: '' };

/** A new one begins now and lasts two hours. */
export function newForm(matchers: readonly Matcher[], nowMs: number, timeZone: string): SilenceForm {
  const startMs = Math.floor(nowMs / 60_000) * 60_000;
  return {
    matchers: matchers.length > 0 ? matchers : [NO_MATCHER],
    startsAt: writtenTime(startMs, timeZone),
    endsAt: writtenTime(startMs + 2 * HOUR_MS, timeZone),
    ...{ repeats: 'no', timeZone, until: '', comment: '' },
  };
}

/** A silence ready to be changed, in its own zone or else in that of the page. */
export function formOf(silence: SilenceInput, pageZone: string): SilenceForm {
  const timeZone = silence.repeats?.timeZone ?? pageZone;
  const written = (time: string) => writtenTime(Date.parse(time), timeZone);
  const until = silence.repeats?.until;
  return {
    matchers: silence.matchers,
    startsAt: written(silence.startsAt),
    endsAt: written(silence.endsAt),
    repeats: silence.repeats?.every ?? 'no',
    timeZone,
    until: until === undefined ? '' : written(until),
    comment: silence.comment,
  };
}

/** What was typed as the API takes it, or what is wrong with it. */
export function parseForm(form: SilenceForm) {
  const { matchers, repeats: every, timeZone, until, comment } = form;
  const read = (time: string) => (isTimeZone(timeZone) ? readTime(time, timeZone) : time);
  return parseTyped(silenceInputSchema, {
    ...{ matchers, comment, startsAt: read(form.startsAt), endsAt: read(form.endsAt) },
    ...(every !== 'no' && {
      repeats: { every, timeZone, ...(until !== '' && { until: read(until) }) },
    }),
  });
}

export type SilenceState = 'active' | 'coming' | 'over';
export function stateOf(silence: SilenceInput, nowMs: number): SilenceState {
  const stretch = nextStretch(silence, nowMs);
  if (stretch === undefined) return 'over';
  return stretch.fromMs <= nowMs ? 'active' : 'coming';
}

/** A silence that holds as one that is over from a moment on, or at once after it began. */
export function endedAt(silence: SilenceInput, nowMs: number): AlertDocument<'silence'> {
  const { matchers, startsAt, endsAt, repeats, comment } = silence;
  const now = new Date(Math.max(nowMs, Date.parse(startsAt) + 1000)).toISOString();
  return repeats && nowMs >= Date.parse(endsAt)
    ? { matchers, startsAt, endsAt, comment, repeats: { ...repeats, until: now } }
    : { matchers, startsAt, endsAt: now, comment };
}

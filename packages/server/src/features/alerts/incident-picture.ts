import type { MetricWatch } from '@pharos/core/alerts/watch';
import { period } from '@pharos/core/format/duration';
import { limitAround, questionAround } from '@pharos/core/incidents/around';
import type { Language } from '@pharos/core/language';
import { metricName } from '@pharos/core/metric-names';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { type Answer, questionSchema } from '@pharos/core/question';
import { fill } from '@pharos/core/text';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import { LIGHT } from '../../pictures/palette.ts';
import type { Picture } from '../../pictures/picture.ts';
import type { Pngs } from '../../pictures/png.ts';
import { timeSeriesPicture } from '../../pictures/time-series/time-series.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { type IncidentRow, incidentRow } from './incident-queries.ts';

export interface IncidentPictureParts {
  records: Records;
  answers: Pick<Answers, 'ask'>;
  pngOf: Pngs['pngOf'];
  clock: Clock;
}

/** Drawn smaller than it is shown, so that its words can be read where it is shown narrow. */
const SIZE = { width: 460, height: 180 };
const SHOWN = 552;
/** Two pixels for each that is shown, for sharp screens. */
const SCALE = (2 * SHOWN) / SIZE.width;
/** Messages are white. */
const PALETTE = { ...LIGHT, surface: '#ffffff' };
/** A project has no zone of its own, and nobody knows where a message is read. */
const ZONE = 'UTC';

const WORDS = {
  en: { title: '{metric} · per {period} · UTC', fired: 'fired', before: 'before' },
  'zh-CN': { title: '{metric} · 每 {period} · UTC', fired: '触发', before: '此前' },
} as const satisfies Record<Language, object>;

/**
 * Draws what an incident's rule watched around the moment that it fired, as the page of the incident does; undefined where
 * there is no such incident, it is of no metric, or there is nothing to see.
 */
export function createIncidentPictures({ records, answers, pngOf, clock }: IncidentPictureParts) {
  return async (
    project: ProjectScope,
    incidentId: string,
    language: Language,
    signal: AbortSignal,
  ): Promise<Picture | undefined> => {
    const incident = await incidentRow(records, project, incidentId);
    const watch = incident?.rule.watch;
    if (incident === undefined || watch?.kind !== 'metric') return undefined;
    const group = JSON.parse(incident.groupKey) as string[];
    // All groups beyond the largest, together, cannot be asked for.
    if (group.length !== watch.by.length) return undefined;
    const nowMs = clock.nowMs();
    const times = {
      openedAt: incident.openedAt.toISOString(),
      endedAt: incident.endedAt?.toISOString() ?? null,
    };
    const question = questionSchema.parse(questionAround(watch, { group, ...times }, nowMs));
    const answer = await answers.ask(project, question, signal);
    const values = answer.series[0]?.points?.[watch.metric] ?? [];
    if (values.every((value) => value === null)) return undefined;
    const words = WORDS[language];
    const title = fill(words.title, {
      metric: metricName(watch.metric, language),
      period: period((question.bucketSeconds ?? 0) * 1000, language),
    });
    const drawing = { ...SIZE, title, language, palette: PALETTE };
    const svg = timeSeriesPicture({ ...drawing, ...dataOf(answer, watch, incident, nowMs, words) });
    return { png: await pngOf(svg, { scale: SCALE, signal }), width: SHOWN, label: title };
  };
}

function dataOf(
  answer: Answer,
  watch: MetricWatch,
  { openedAt, limitValue }: IncidentRow,
  nowMs: number,
  { fired, before }: (typeof WORDS)[Language],
) {
  const { metric, condition } = watch;
  const limit = limitAround(watch, limitValue);
  return {
    buckets: (answer.buckets ?? []).map((start) => Date.parse(start)),
    bucketMs: (answer.bucketSeconds ?? 0) * 1000,
    series: [{ label: metric, values: answer.series[0]?.points?.[metric] ?? [] }],
    ...{ mode: 'line' as const, unit: unitOfMetric(metric, answer.units), timeZone: ZONE },
    mark: { atMs: openedAt.getTime(), label: fired },
    completeUntilMs: Math.min(Date.parse(answer.to), nowMs),
    ...(limit !== null && { limit }),
    // A change is held against what was there before.
    ...(condition.kind === 'change' && { limitLabel: before }),
  };
}

import { z } from 'zod';
import { whyNotDrawn } from '../dashboards/marks.ts';
import { allOf, parseFilterText } from '../filter-text.ts';
import { groupBy } from '../group-by.ts';
import { isSent, unitOfMetric } from '../metric-points/named.ts';
import { isOfScores, metricNamed } from '../metrics.ts';
import { type Answer, type Question, questionSchema, type Series } from '../question.ts';
import type { MadeOf, MadeSection } from './made.ts';
import type { inReportBuckets } from './period.ts';
import type { Section, SectionOf } from './section.ts';

/** Sections that Questions answer. */
export type AskedSection = SectionOf<'figures'> | SectionOf<'chart'> | SectionOf<'table'>;
export const isAsked = (section: Section): section is AskedSection =>
  section.kind === 'figures' || section.kind === 'chart' || section.kind === 'table';

/** What all sections of a report look at. */
export interface Looked {
  range: ReturnType<typeof inReportBuckets>;
  /** Filter text. */
  filter: string;
}

/** Metrics that one Question may hold. */
const MOST_METRICS = 8;

/** What a section asks: a Question for metrics of each kind of rows. */
export function questionsOf(section: AskedSection, { range, filter }: Looked): Question[] {
  const { filters, search } = parseFilterText(allOf(filter, section.filter));
  const { from, to } = range;
  const dimension = section.kind === 'figures' ? null : section.dimension;
  return asked(section.metrics).map((metrics) =>
    questionSchema.parse({
      ...{ metrics, filters, search },
      dimensions: dimension === null ? [] : [dimension],
      ...(section.kind === 'table' ? { from, to } : range),
      ...(section.kind === 'figures' ? {} : { limit: section.limit }),
      compare: section.kind !== 'chart',
    }),
  );
}

/** An hour that is long over: what is asked of it could be asked of any. */
const ANY: Looked = {
  range: {
    from: '2026-01-01T00:00:00Z',
    to: '2026-01-01T01:00:00Z',
    bucketSeconds: 60,
    bucketOffsetSeconds: 0,
  },
  filter: '',
};

/** Why a section can be neither asked nor drawn; undefined when it can. */
export function whyNotAsked(section: AskedSection): string | undefined {
  if (section.kind === 'chart') {
    const { metrics, dimension } = section;
    const drawn = whyNotDrawn(section.mark, { metrics, dimensions: dimension === null ? [] : [dimension] });
    if (drawn !== undefined) return drawn;
  }
  try {
    questionsOf(section, ANY);
    return undefined;
  } catch (error) {
    return error instanceof z.ZodError ? error.issues[0]?.message : String(error);
  }
}

/** Metrics that are asked together. */
function asked(metrics: readonly string[]): string[][] {
  const kindOf = (name: string) => {
    if (isSent(name)) return 'sent';
    const metric = metricNamed(name);
    return metric && isOfScores(metric) ? 'scores' : 'spans';
  };
  return [...groupBy(metrics, kindOf).values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / MOST_METRICS) }, (_, i) =>
      same.slice(i * MOST_METRICS, (i + 1) * MOST_METRICS),
    ),
  );
}

/** What the answers come to. They are to {@link questionsOf}, in order. */
export function madeOf(section: AskedSection, answers: readonly Answer[]): MadeSection {
  switch (section.kind) {
    case 'figures':
      return figures(section, answers);
    case 'chart':
      return chart(section, answers);
    case 'table':
      return table(section, answers);
  }
}

const times = ([answer]: readonly Answer[]) => ({
  bucketSeconds: answer?.bucketSeconds ?? 0,
  buckets: answer?.buckets ?? [],
});

const answerWith = (answers: readonly Answer[], section: AskedSection, metric: string): Answer | undefined =>
  answers[asked(section.metrics).findIndex((metrics) => metrics.includes(metric))];

const named = (name: string, answer: Answer | undefined) => ({
  name,
  unit: unitOfMetric(name, answer?.units),
});

function figures(section: SectionOf<'figures'>, answers: readonly Answer[]): MadeOf<'figures'> {
  return {
    ...{ kind: 'figures', title: section.title, ...times(answers) },
    figures: section.metrics.map((name) => {
      const answer = answerWith(answers, section, name);
      const [only] = answer?.series ?? [];
      return {
        metric: named(name, answer),
        value: only?.totals[name] ?? null,
        previous: only?.previous?.[name] ?? null,
        points: only?.points?.[name] ?? [],
      };
    }),
  };
}

function chart(section: SectionOf<'chart'>, answers: readonly Answer[]): MadeOf<'chart'> {
  const { title, mark, dimension, metrics } = section;
  return {
    ...{ kind: 'chart', title, mark, dimension, ...times(answers) },
    series: metrics.flatMap((name) => {
      const answer = answerWith(answers, section, name);
      return (answer?.series ?? []).map(({ group, other, points }) => ({
        metric: named(name, answer),
        group: dimension === null ? null : (group[0] ?? ''),
        other,
        points: points?.[name] ?? [],
      }));
    }),
  };
}

function table(section: SectionOf<'table'>, answers: readonly Answer[]): MadeOf<'table'> {
  const { title, dimension, metrics, filter } = section;
  const keyOf = ({ group, other }: Series) => JSON.stringify([other, group[0] ?? '']);
  // The first Question ranks the groups; what others tell is put beside them.
  const ranked = answerWith(answers, section, metrics[0] ?? '')?.series ?? [];
  const found = (name: string, key: string) =>
    answerWith(answers, section, name)?.series.find((series) => keyOf(series) === key);
  return {
    ...{ kind: 'table', title, dimension, filter },
    metrics: metrics.map((name) => named(name, answerWith(answers, section, name))),
    rows: ranked.map((series) => {
      const each = metrics.map((name) => ({ name, of: found(name, keyOf(series)) }));
      return {
        ...{ group: series.group[0] ?? '', other: series.other },
        values: each.map(({ name, of }) => of?.totals[name] ?? null),
        previous: each.map(({ name, of }) => of?.previous?.[name] ?? null),
      };
    }),
  };
}

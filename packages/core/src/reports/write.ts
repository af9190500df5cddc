import type { Block, Page } from './blocks.ts';
import { calmText, findingsOf } from './findings.ts';
import type { MadeOf, MadeReport, MadeSection } from './made.ts';
import { errors, incidents, movers, table } from './write-tables.ts';
import type { Writer } from './writer.ts';

/** A report for a reader: its findings first, then part by part. */
export function write(report: MadeReport, writer: Writer): Page {
  const { words } = writer;
  const findings = findingsOf(report, writer);
  const told: Block =
    findings.length > 0 ? { kind: 'findings', findings } : { kind: 'text', text: calmText(report, writer) };
  return {
    title: report.name,
    project: report.project.name,
    period: periodText(report.from, report.to, writer),
    compared: writer.fill(words.compared, { period: periodText(report.previousFrom, report.from, writer) }),
    madeAt: writer.fill(words.madeAt, { at: `${writer.moment(report.madeAt)} (${report.timeZone})` }),
    filter: report.filter === '' ? '' : writer.fill(words.filter, { filter: report.filter }),
    blocks: [
      { kind: 'heading', text: words.findings },
      told,
      ...report.sections.flatMap((section) => blocksOf(section, report.filter, writer)),
    ],
  };
}

/** What a report is of: whole days by their dates, the last one included; else two moments. */
export function periodText(from: string, to: string, writer: Writer): string {
  const isMidnight = (iso: string) => /\b00:00/.test(writer.moment(iso));
  if (!isMidnight(from) || !isMidnight(to)) return `${writer.moment(from)} – ${writer.moment(to)}`;
  const [first, last] = [writer.date(from), writer.date(new Date(Date.parse(to) - 1).toISOString())];
  return first === last ? first : `${first} – ${last}`;
}

function blocksOf(section: MadeSection, filter: string, writer: Writer): Block[] {
  const title = writer.text(section.title) || writer.words.sections[section.kind];
  const heading: Block[] = title === '' ? [] : [{ kind: 'heading', text: title }];
  return [...heading, ...bodyOf(section, title, filter, writer)];
}

function bodyOf(section: MadeSection, title: string, filter: string, writer: Writer): Block[] {
  const { words } = writer;
  switch (section.kind) {
    case 'figures':
      return [figures(section, writer)];
    case 'chart':
      return [chart(section, title, writer)];
    case 'table':
      return section.rows.length === 0
        ? [{ kind: 'note', text: words.noData }]
        : [table(section, filter, writer)];
    case 'movers':
      return [movers(section, filter, writer)];
    case 'incidents':
      return incidents(section, writer);
    case 'errors':
      return section.rows.length === 0
        ? [{ kind: 'note', text: words.errors.none }]
        : [errors(section, filter, writer)];
    case 'forecast':
      return forecast(section, title, writer);
    case 'text':
      return [{ kind: 'text', text: writer.text(section.text) }];
    case 'failed':
      return [{ kind: 'note', text: writer.fill(words.failed, { reason: section.reason }) }];
  }
}

const figures = ({ figures }: MadeOf<'figures'>, writer: Writer): Block => ({
  kind: 'figures',
  figures: figures.map(({ metric, value, previous, points }) => {
    const change = writer.changeOf(metric, value, previous);
    return {
      label: writer.metric(metric.name),
      value: writer.figure(value, metric.unit),
      change: change ? writer.change(change) : '',
      tone: change?.tone ?? 'neutral',
      before: writer.figure(previous, metric.unit),
      points,
    };
  }),
});

function chart(section: MadeOf<'chart'>, title: string, writer: Writer): Block {
  const { mark, dimension, series, buckets, bucketSeconds } = section;
  const known = series.some(({ points }) => points.some((point) => point !== null));
  if (!known) return { kind: 'note', text: writer.words.noData };
  const several = new Set(series.map(({ metric }) => metric.name)).size > 1;
  const nameOf = ({ metric, group }: MadeOf<'chart'>['series'][number]): string =>
    group === null ? metric.name : several ? `${metric.name} ${group}` : group;
  const labelOf = ({ metric, group, other }: MadeOf<'chart'>['series'][number]): string => {
    const of = group === null ? '' : writer.group(group, other);
    if (of === '') return writer.metric(metric.name);
    return several ? `${of} · ${writer.metric(metric.name)}` : of;
  };
  return {
    ...{ kind: 'chart', mark, title, buckets, bucketSeconds },
    unit: series[0]?.metric.unit ?? 'number',
    by: several ? 'metric' : (dimension ?? 'metric'),
    series: series.map((each) => ({
      label: labelOf(each),
      name: nameOf(each),
      aside: each.other,
      points: each.points,
    })),
  };
}

function forecast({ metric, forecast }: MadeOf<'forecast'>, title: string, writer: Writer): Block[] {
  const words = writer.words.forecast;
  const { present, previous, forecast: told, days } = forecast;
  const figure = (value: number | null) => writer.figure(value, metric.unit);
  const plain = { change: '', tone: 'neutral' as const, points: [] };
  const change = told && previous ? writer.changeOf(metric, told.expected, previous) : undefined;
  const facts: Block = {
    kind: 'figures',
    figures: [
      { ...plain, label: words.soFar, value: figure(present), before: '' },
      ...(told
        ? [
            {
              ...plain,
              label: words.expected,
              value: figure(told.expected),
              ...(change && { change: writer.change(change), tone: change.tone }),
              before: previous === null ? '' : figure(previous),
            },
          ]
        : []),
    ],
  };
  if (!told) return [facts, { kind: 'note', text: words.tooLittle }];
  return [
    facts,
    { kind: 'text', text: writer.fill(words.between, { low: figure(told.low), high: figure(told.high) }) },
    {
      ...{ kind: 'chart', mark: 'bars', title, unit: metric.unit, by: 'metric' },
      bucketSeconds: 86_400,
      buckets: days.map(({ start }) => start),
      series: [
        {
          label: writer.metric(metric.name),
          name: metric.name,
          aside: false,
          points: days.map((day) => day.present),
        },
        { label: words.toCome, name: 'toCome', aside: true, points: days.map((day) => day.toCome) },
      ],
    },
  ];
}

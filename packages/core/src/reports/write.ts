import type { Block, Cell, Page } from './blocks.ts';
import { findingsOf } from './findings.ts';
import type { MadeOf, MadeReport, MadeSection } from './made.ts';
import type { Writer } from './writer.ts';

/** A report for a reader: its findings first, then part by part. */
export function write(report: MadeReport, writer: Writer): Page {
  const { words } = writer;
  const findings = findingsOf(report, writer);
  const told: Block =
    findings.length > 0 ? { kind: 'findings', findings } : { kind: 'text', text: words.calm };
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
      ...report.sections.flatMap((section) => blocksOf(section, writer)),
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

function blocksOf(section: MadeSection, writer: Writer): Block[] {
  const title = writer.text(section.title) || writer.words.sections[section.kind];
  const heading: Block[] = title === '' ? [] : [{ kind: 'heading', text: title }];
  return [...heading, ...bodyOf(section, title, writer)];
}

function bodyOf(section: MadeSection, title: string, writer: Writer): Block[] {
  const { words } = writer;
  switch (section.kind) {
    case 'figures':
      return [figures(section, writer)];
    case 'chart':
      return [chart(section, title, writer)];
    case 'table':
      return section.rows.length === 0 ? [{ kind: 'note', text: words.noData }] : [table(section, writer)];
    case 'movers':
      return [movers(section, writer)];
    case 'incidents':
      return incidents(section, writer);
    case 'errors':
      return section.rows.length === 0
        ? [{ kind: 'note', text: words.errors.none }]
        : [errors(section, writer)];
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

/** Numbers of a row, each with how it changed where it did. */
function changed(
  metric: { name: string; unit: MadeOf<'table'>['metrics'][number]['unit'] },
  now: number | null,
  before: number | null,
  writer: Writer,
): Cell[] {
  const change = writer.changeOf(metric, now, before);
  return [
    { text: writer.figure(now, metric.unit), value: now },
    { text: change ? writer.change(change) : '', ...(change && { tone: change.tone }) },
  ];
}

const table = ({ dimension, metrics, rows }: MadeOf<'table'>, writer: Writer): Block => ({
  kind: 'table',
  columns: [
    { label: writer.dimension(dimension), numeric: false },
    ...metrics.flatMap(({ name }, i) => [
      { label: writer.metric(name), numeric: true },
      // One change a row is enough to see what moved.
      ...(i === 0 ? [{ label: writer.words.change, numeric: true }] : []),
    ]),
  ],
  rows: rows.map(({ group, other, values, previous }) => [
    { text: writer.group(group, other) },
    ...metrics.flatMap((metric, i): Cell[] => {
      const cells = changed(metric, values[i] ?? null, previous[i] ?? null, writer);
      return i === 0 ? cells : cells.slice(0, 1);
    }),
  ]),
});

function movers({ metric, by, total, rows, rest }: MadeOf<'movers'>, writer: Writer): Block {
  const row = (text: string, { before, now }: { before: number; now: number }): Cell[] => {
    const difference = now - before;
    const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
    const change = writer.changeOf(metric, now, before);
    return [
      { text },
      { text: writer.figure(before, metric.unit), value: before },
      { text: writer.figure(now, metric.unit), value: now },
      {
        text: `${sign}${writer.figure(Math.abs(difference), metric.unit)}`,
        value: difference,
        ...(change && { tone: change.tone }),
      },
    ];
  };
  return {
    kind: 'table',
    columns: [
      { label: writer.dimension(by), numeric: false },
      ...[writer.words.before, writer.words.now, writer.words.change].map((label) => ({
        label,
        numeric: true,
      })),
    ],
    rows: [
      ...rows.map((each) => row(writer.group(each.group), each)),
      ...(rest.groups > 0 ? [row(writer.words.other, rest)] : []),
      row(writer.words.total, total),
    ],
  };
}

function incidents(section: MadeOf<'incidents'>, writer: Writer): Block[] {
  const { incidents: words, severity } = writer.words;
  const { opened, atLeast, bySeverity, acknowledgedAfterMs, endedAfterMs, rows } = section;
  if (opened === 0) return [{ kind: 'note', text: words.none }];
  const severities = (['critical', 'warning', 'info'] as const)
    .flatMap((name) => (bySeverity[name] ? [`${bySeverity[name]} ${severity[name]}`] : []))
    .join(', ');
  const after = (template: string, ms: number | null) =>
    ms === null ? [] : [writer.fill(template, { duration: writer.duration(ms) })];
  const text = [
    writer.fill(atLeast ? words.atLeast : words.opened, { count: opened, severities }),
    ...after(words.acknowledged, acknowledgedAfterMs),
    ...after(words.ended, endedAfterMs),
  ].join(writer.language === 'en' ? ' ' : '');
  const { columns } = words;
  return [
    { kind: 'text', text },
    {
      kind: 'table',
      columns: [columns.title, columns.severity, columns.since, columns.lasted, columns.by].map((label) => ({
        label,
        numeric: label === columns.lasted,
      })),
      rows: rows.map(({ id, title, severity: of, openedAt, endedAt, acknowledgedBy }) => [
        { text: title, incident: id },
        { text: severity[of], tone: of === 'info' ? 'neutral' : 'bad' },
        { text: writer.moment(openedAt) },
        { text: endedAt ? writer.duration(Date.parse(endedAt) - Date.parse(openedAt)) : words.open },
        { text: acknowledgedBy ?? '–' },
      ]),
    },
  ];
}

function errors({ rows }: MadeOf<'errors'>, writer: Writer): Block {
  const { columns } = writer.words.errors;
  return {
    kind: 'table',
    columns: [
      { label: columns.error, numeric: false },
      { label: columns.place, numeric: false },
      { label: columns.count, numeric: true },
      { label: columns.users, numeric: true },
      { label: columns.state, numeric: false },
    ],
    rows: rows.map(({ type, message, place, count, users, state, fresh }) => [
      { text: writer.group(`${type} ${message}`.trim()) },
      { text: writer.group(place) },
      { text: writer.figure(count, 'count'), value: count },
      { text: writer.figure(users, 'count'), value: users },
      {
        text: writer.words.states[fresh ? 'new' : state],
        tone: fresh || state === 'regressed' ? 'bad' : 'neutral',
      },
    ]),
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

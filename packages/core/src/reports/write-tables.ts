import { allOf, formatFilterText } from '../filter-text.ts';
import type { Block, Cell } from './blocks.ts';
import type { MadeOf } from './made.ts';
import type { Writer } from './writer.ts';

/** The name of a group, with the filter that finds what it is of. */
function named(group: string, other: boolean, filter: string, dimension: string, writer: Writer): Cell {
  const text = writer.group(group, other);
  if (other || group === '') return { text };
  const own = formatFilterText({ filters: [{ field: dimension, op: '=', values: [group] }], search: '' });
  return { text, filter: allOf(filter, own) };
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

/** The largest values of a dimension, each leading to what it is of. */
export const table = (
  { dimension, metrics, rows, filter }: MadeOf<'table'>,
  report: string,
  writer: Writer,
): Block => ({
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
    named(group, other, allOf(report, filter), dimension, writer),
    ...metrics.flatMap((metric, i): Cell[] => {
      const cells = changed(metric, values[i] ?? null, previous[i] ?? null, writer);
      return i === 0 ? cells : cells.slice(0, 1);
    }),
  ]),
});

/** What a change comes from. */
export function movers(
  { metric, by, total, rows, rest, filter }: MadeOf<'movers'>,
  report: string,
  writer: Writer,
): Block {
  const row = (name: Cell, { before, now }: { before: number; now: number }): Cell[] => {
    const difference = now - before;
    const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
    const change = writer.changeOf(metric, now, before);
    return [
      name,
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
      ...rows.map((each) => row(named(each.group, false, allOf(report, filter), by, writer), each)),
      ...(rest.groups > 0 ? [row({ text: writer.words.other }, rest)] : []),
      row({ text: writer.words.total }, total),
    ],
  };
}

/** How many opened, how long they took, and the longest. */
export function incidents(section: MadeOf<'incidents'>, writer: Writer): Block[] {
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

/** The most frequent errors. */
export function errors({ rows }: MadeOf<'errors'>, report: string, writer: Writer): Block {
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
    rows: rows.map(({ group, type, message, place, count, users, state, fresh }) => [
      { text: writer.group(`${type} ${message}`.trim()), filter: allOf(report, `errorGroup:${group}`) },
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

import { csvCell } from '@pharos/core/csv';
import type { MadeReport, MadeSection } from '@pharos/core/reports/made';
import type { Writer } from '@pharos/core/reports/writer';

/** One figure a row: machines read it as it is. */
interface Row {
  dimension?: string | null;
  group?: string;
  metric: string;
  unit: string;
  /** The start of a bucket; '' for the whole period. */
  time?: string;
  value: number | null;
  previous?: number | null;
}
const COLUMNS = [
  'section',
  'kind',
  'dimension',
  'group',
  'metric',
  'unit',
  'time',
  'value',
  'previous',
] as const;

/** A report as CSV: a row for each figure, with the names that the API has for metrics and dimensions. */
export function csvOf({ sections }: Pick<MadeReport, 'sections'>, writer: Writer): string {
  const rows = sections.flatMap((section) => {
    const title = writer.text(section.title) || writer.words.sections[section.kind];
    return rowsOf(section, writer).map(
      ({ dimension, group, metric, unit, time, value, previous }): readonly (string | number)[] => [
        ...[title, section.kind, dimension ?? '', group ?? '', metric, unit, time ?? ''],
        ...[value ?? '', previous ?? ''],
      ],
    );
  });
  const lines = [COLUMNS, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? String(cell) : csvCell(cell))).join(','),
  );
  // Spreadsheets take a file for UTF-8 when it says so.
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function rowsOf(section: MadeSection, { words }: Writer): Row[] {
  switch (section.kind) {
    case 'figures':
      return section.figures.map(({ metric: { name, unit }, value, previous }) => ({
        ...{ metric: name, unit, value, previous },
      }));
    case 'chart':
      return section.series.flatMap(({ metric: { name, unit }, group, other, points }) =>
        section.buckets.map((time, at) => ({
          ...{ dimension: section.dimension, group: other ? words.other : (group ?? '') },
          ...{ metric: name, unit, time, value: points[at] ?? null },
        })),
      );
    case 'table':
      return section.rows.flatMap(({ group, other, values, previous }) =>
        section.metrics.map(({ name, unit }, at) => ({
          ...{ dimension: section.dimension, group: other ? words.other : group, metric: name, unit },
          ...{ value: values[at] ?? null, previous: previous[at] ?? null },
        })),
      );
    case 'movers': {
      const { by, metric, rows, rest, total } = section;
      const row = (group: string, { before, now }: { before: number; now: number }): Row => ({
        ...{ dimension: by, group, metric: metric.name, unit: metric.unit, value: now, previous: before },
      });
      return [...rows.map((each) => row(each.group, each)), row(words.other, rest), row(words.total, total)];
    }
    case 'incidents':
      return Object.entries(section.bySeverity).map(([severity, value]) => ({
        ...{ dimension: 'severity', group: severity, metric: 'incidents', unit: 'count', value },
      }));
    case 'errors':
      return section.rows.map(({ group, count }) => ({
        ...{ dimension: 'errorGroup', group, metric: 'errors', unit: 'count', value: count },
      }));
    case 'forecast': {
      const { metric, forecast } = section;
      return [
        {
          ...{ metric: metric.name, unit: metric.unit, time: forecast.from },
          ...{ value: forecast.forecast?.expected ?? null, previous: forecast.previous },
        },
      ];
    }
    case 'text':
    case 'failed':
      return [];
  }
}

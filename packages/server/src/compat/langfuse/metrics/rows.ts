import type { Answer, Series } from '@pharos/core/question';
import { unsupported } from '../errors.ts';
import type { MetricsQuery } from './query.ts';
import type { Figure } from './question.ts';
import { VIEW } from './views.ts';

type Row = Record<string, string | number | null>;
const TIME = 'time_dimension';

/** An answer as Langfuse's rows: one for each group, or for each group in each bucket of time. */
export function rowsOf(query: MetricsQuery, figures: readonly Figure[], { series, buckets }: Answer): Row[] {
  const rows = series
    .filter(({ other }) => !other)
    .flatMap((group): Row[] => {
      const names = groupOf(query, group);
      if (!buckets) return [{ ...names, ...figuresAt(figures, ({ metric }) => wholeOf(group, metric)) }];
      return buckets.map((bucket, i) => ({
        ...names,
        [TIME]: bucket,
        ...figuresAt(figures, ({ metric }) => group.points?.[metric]?.[i] ?? null),
      }));
    });
  return ordered(rows, query).slice(0, query.config?.row_limit ?? rows.length);
}

/** Sums of money are exact. */
const wholeOf = ({ exact, totals }: Series, metric: string): number | null =>
  exact[metric] === undefined ? (totals[metric] ?? null) : Number(exact[metric]);

const figuresAt = (figures: readonly Figure[], value: (figure: Figure) => number | null): Row =>
  Object.fromEntries(figures.map((figure) => [figure.name, value(figure)]));

function groupOf({ view, dimensions }: MetricsQuery, { group }: Series): Row {
  const known = VIEW[view].dimensions;
  const entries = (dimensions ?? []).map(({ field }, i): [string, string | null] => {
    const value = group[i] ?? '';
    return [field, known[field]?.word?.(value) ?? (value || null)];
  });
  return Object.fromEntries(entries);
}

function ordered(rows: Row[], { orderBy, timeDimension }: MetricsQuery): Row[] {
  const by = orderBy?.length ? orderBy : timeDimension ? [{ field: TIME, direction: 'asc' as const }] : [];
  const [first] = rows;
  const unknown = first && by.find(({ field }) => !Object.hasOwn(first, field));
  if (unknown) throw unsupported(`Ordering by ${unknown.field}, which is no field of the rows,`);
  const sorted = [...rows];
  for (const { field, direction } of by.toReversed())
    sorted.sort((a, b) => (direction === 'asc' ? 1 : -1) * compare(a[field] ?? null, b[field] ?? null));
  return sorted;
}

/** Nothing comes first. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

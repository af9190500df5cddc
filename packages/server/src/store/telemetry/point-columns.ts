import { textAt } from '@pharos/core/attributes';
import type { Attributes } from '@pharos/core/span';
import {
  type Column,
  figure,
  figureOrNull,
  figures,
  flag,
  LABEL,
  label,
  nanoseconds,
  type PointRow,
  time,
  version,
  ZSTD,
} from './columns.ts';
import { cutText } from './cut.ts';
import { MAX_KEY } from './limits.ts';
import { writeResource } from './maps.ts';

const attributesColumn = (name: string, of: (row: PointRow) => Attributes): Column<PointRow> => ({
  name,
  type: `Map(${LABEL}, String)`,
  codec: ZSTD,
  write: (out, row) => writeResource(out, inOrder(of(row))),
});

/** A series is known by its attributes, in whatever order they are sent. */
function inOrder(attributes: Attributes): Attributes {
  const keys = [...attributes.keys()];
  if (keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key)) return attributes;
  return new Map(keys.sort().map((key) => [key, attributes.get(key) ?? null]));
}

/** A measurement. Its series is what it measures, where and how, see `series` in schema.ts. */
export const POINT_COLUMNS: readonly Column<PointRow>[] = [
  version(),
  time('time', ({ point }) => point.timeNs),
  label('project_id', (row) => row.projectId),
  label('metric', ({ point }) => point.metric.name),
  label('kind', ({ point }) => point.metric.kind),
  label('temporality', ({ point }) => point.metric.temporality),
  flag('monotonic', ({ point }) => point.metric.monotonic),
  label('unit', ({ point }) => cutText(point.metric.unit, MAX_KEY)),
  label('description', ({ point }) => cutText(point.metric.description, MAX_KEY)),
  attributesColumn('attrs', ({ point }) => point.attributes),
  attributesColumn('resource', ({ point }) => point.metric.resource),
  label('scope', ({ point }) => point.metric.scopeName),
  label('service', ({ point }) => textAt(point.metric.resource, 'service.name') ?? ''),
  nanoseconds('start_ns', ({ point }) => point.startNs),
  flag('no_value', ({ point }) => point.noValue),
  figure('value', ({ point }) => point.value),
  figure('count', ({ point }) => point.count),
  figureOrNull('sum', ({ point }) => point.sum),
  figureOrNull('min', ({ point }) => point.min),
  figureOrNull('max', ({ point }) => point.max),
  figures('lows', ({ point }) => point.cells.map(({ low }) => low)),
  figures('highs', ({ point }) => point.cells.map(({ high }) => high)),
  figures('counts', ({ point }) => point.cells.map(({ count }) => count)),
  figures('quantiles', ({ point }) => point.quantiles.map(({ quantile }) => quantile)),
  figures('quantile_values', ({ point }) => point.quantiles.map(({ value }) => value)),
];

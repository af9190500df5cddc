import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { allOf } from '@pharos/core/filter-text';
import { words } from '@pharos/core/local-text';
import { defineChart } from '../../../widgets/define.ts';

interface Shown {
  filter: string;
  bucketSeconds: number;
}

/** Groups that are told apart in a chart. */
const DRAWN = 7;

/** The figures of the whole range, in the order in which they stand. */
export const FIGURES = [
  'retrievals',
  'retrievalSuccessRate',
  'retrievalLatencyP50',
  'retrievalLatencyP95',
  'emptyRetrievalRate',
  'matchesAvg',
  'topScoreP50',
  'vectorCalls',
] as const;

/** All charts of retrieval, by where they stand. */
export function chartsOf({ filter, bucketSeconds }: Shown): Record<ChartName, ChartWidget> {
  const shown = { filter, bucketSeconds };
  return {
    latency: defineChart({
      title: words('Latency of retrieval', '检索延迟'),
      mark: 'percentiles',
      metrics: [
        'retrievalLatencyP50',
        'retrievalLatencyP75',
        'retrievalLatencyP90',
        'retrievalLatencyP95',
        'retrievalLatencyP99',
      ],
      ...shown,
    }),
    calls: defineChart({
      title: words('Retrievals by collection', '各集合检索次数'),
      mark: 'bars',
      metrics: ['retrievals'],
      dimensions: ['collection'],
      limit: DRAWN,
      filter: allOf(filter, 'has:collection'),
      bucketSeconds,
    }),
    scores: defineChart({
      title: words('Scores of first matches', '首条匹配分数分布'),
      mark: 'percentiles',
      metrics: ['topScoreP10', 'topScoreP25', 'topScoreP50', 'topScoreP75', 'topScoreP90'],
      ...shown,
    }),
    asked: defineChart({
      title: words('Asked for and found, mean', '请求条数与命中条数（平均）'),
      mark: 'line',
      metrics: ['topKAvg', 'matchesAvg'],
      ...shown,
    }),
    empty: defineChart({
      title: words('Empty results by collection', '各集合空结果数'),
      mark: 'bars',
      metrics: ['emptyRetrievals'],
      dimensions: ['collection'],
      limit: DRAWN,
      filter: allOf(filter, 'has:collection'),
      bucketSeconds,
    }),
    writes: defineChart({
      title: words('Writes by collection', '各集合写入次数'),
      mark: 'bars',
      metrics: ['vectorWrites'],
      dimensions: ['collection'],
      limit: DRAWN,
      filter: allOf(filter, 'has:collection'),
      bucketSeconds,
    }),
    writeLatency: defineChart({
      title: words('Latency of writes', '写入延迟'),
      mark: 'percentiles',
      metrics: [
        'vectorWriteLatencyP50',
        'vectorWriteLatencyP75',
        'vectorWriteLatencyP90',
        'vectorWriteLatencyP95',
        'vectorWriteLatencyP99',
      ],
      ...shown,
    }),
    units: defineChart({
      title: words('Read and write units', '读写单元'),
      mark: 'bars',
      metrics: ['readUnits', 'writeUnits'],
      ...shown,
    }),
    table: defineChart({
      title: words('By database, collection and operation', '按数据库、集合与操作'),
      mark: 'table',
      metrics: [
        'vectorCalls',
        'vectorCallSuccessRate',
        'vectorCallLatencyP95',
        'topKAvg',
        'matchesAvg',
        'emptyRetrievals',
        'topScoreP50',
      ],
      dimensions: ['database', 'collection', 'dbOperation'],
      limit: 50,
      ...shown,
      columns: 12,
    }),
  };
}

type ChartName =
  | 'latency'
  | 'calls'
  | 'scores'
  | 'asked'
  | 'empty'
  | 'writes'
  | 'writeLatency'
  | 'units'
  | 'table';

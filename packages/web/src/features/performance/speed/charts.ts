import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { allOf } from '@pharos/core/filter-text';
import { words } from '@pharos/core/local-text';
import { defineChart } from '../../../widgets/define.ts';
import type { Subject } from './subjects.ts';
import type { Shown } from './use-speed.ts';

/** Groups that are told apart in a chart. */
const DRAWN = 7;

export const latency = (subject: Subject, shown: Shown): ChartWidget =>
  defineChart({
    title: words('Latency', '延迟'),
    mark: 'percentiles',
    metrics: [...subject.latency],
    ...shown,
  });

export const latencyAndUsual = (subject: Subject, shown: Shown): ChartWidget =>
  defineChart({
    title: words('P95 latency and what is usual', 'P95 延迟与常态范围'),
    mark: 'line',
    metrics: [subject.latency[3]],
    options: { usual: true },
    ...shown,
  });

export const throughput = ({ perMinute }: Subject, shown: Shown): ChartWidget =>
  defineChart({
    title: words('Throughput and what is usual', '吞吐量与常态范围'),
    mark: 'line',
    metrics: [perMinute],
    options: { usual: true },
    ...shown,
  });

export const success = ({ success }: Subject, shown: Shown): ChartWidget =>
  defineChart({
    title: words('Success rate and what is usual', '成功率与常态范围'),
    mark: 'line',
    metrics: [success],
    options: { usual: true },
    ...shown,
  });

export const firstToken = (shown: Shown): ChartWidget =>
  defineChart({
    title: words('Time to first token', '首 Token 延迟'),
    mark: 'percentiles',
    metrics: ['ttftP50', 'ttftP75', 'ttftP90', 'ttftP95', 'ttftP99'],
    ...shown,
  });

export const outputSpeed = ({ filter, bucketSeconds }: Shown): ChartWidget =>
  defineChart({
    title: words('Output tokens per second by model, median', '各模型输出速度中位数（Token）'),
    mark: 'line',
    metrics: ['outputSpeedP50'],
    dimensions: ['model'],
    limit: DRAWN,
    filter: allOf(filter, 'kind:llm'),
    bucketSeconds,
  });

export const firstCall = (shown: Shown): ChartWidget =>
  defineChart({
    title: words('Time to first model call', '首次模型调用等待'),
    mark: 'percentiles',
    metrics: ['firstCallP50', 'firstCallP95'],
    ...shown,
  });

export const queue = (shown: Shown): ChartWidget =>
  defineChart({
    title: words('Time in queue, as reported', '上报的排队时间'),
    mark: 'percentiles',
    metrics: ['queueP50', 'queueP95'],
    ...shown,
  });

export const rateLimited = ({ filter, bucketSeconds }: Shown): ChartWidget =>
  defineChart({
    title: words('Rate-limited calls by model', '各模型被限流的调用'),
    mark: 'bars',
    metrics: ['rateLimitedCalls'],
    dimensions: ['model'],
    limit: DRAWN,
    filter: allOf(filter, 'kind:llm,embedding,reranker'),
    bucketSeconds,
  });

/** The values of a dimension side by side over time. */
export const splitOverTime = (subject: Subject, by: string, shown: Shown): ChartWidget =>
  defineChart({
    title: words('P95 latency', 'P95 延迟'),
    mark: 'line',
    metrics: [subject.latency[3]],
    dimensions: [by],
    limit: DRAWN,
    ...shown,
  });

/** Every value of a dimension with its figures. */
export const splitFigures = (subject: Subject, by: string, shown: Shown): ChartWidget =>
  defineChart({
    title: words('Breakdown', '明细'),
    mark: 'table',
    metrics: [
      subject.count,
      subject.success,
      ...[subject.latency[0], subject.latency[3]],
      ...(subject.count === 'modelCalls' ? ['ttftP95', 'outputSpeedP50'] : [subject.latency[4]]),
    ],
    dimensions: [by],
    limit: 50,
    ...shown,
    columns: 12,
  });

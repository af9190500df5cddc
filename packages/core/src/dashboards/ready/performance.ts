import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import {
  AGENT,
  chart,
  ENVIRONMENT,
  FAILURE,
  inRows,
  MODEL_CALLS,
  NONE_WANTED,
  row,
  SERVICE,
  stat,
} from './parts.ts';

/** How fast it is and what takes the time: whole requests, the models they wait for, their other steps. */
export const performance: DashboardInput = {
  title: words('Performance', '性能'),
  description: words(
    'How long requests take, how soon models answer, and which steps hold everything up.',
    '请求耗时多久、模型多快开始回答，以及哪些步骤拖慢了整体。',
  ),
  range: '24h',
  variables: [ENVIRONMENT, SERVICE, AGENT],
  tabs: [
    {
      id: 'requests',
      title: words('Requests', '请求'),
      widgets: inRows(
        row(
          3,
          stat(3, 'p50', words('P50 latency', 'P50 延迟'), 'latencyP50'),
          stat(3, 'p95', words('P95 latency', 'P95 延迟'), 'latencyP95'),
          stat(3, 'p99', words('P99 latency', 'P99 延迟'), 'latencyP99'),
          stat(3, 'errorRate', words('Error rate', '错误率'), 'errorRate', FAILURE),
        ),
        row(
          9,
          chart(6, 'latency', words('Latency of requests', '请求延迟'), {
            mark: 'percentiles',
            metrics: ['latencyP50', 'latencyP75', 'latencyP90', 'latencyP95', 'latencyP99'],
          }),
          chart(6, 'latencyHeat', words('Requests by latency', '请求的延迟分布'), {
            mark: 'heatmap',
            metrics: ['requests'],
            dimensions: ['spanDuration'],
          }),
        ),
        row(
          8,
          chart(6, 'byAgent', words('P95 latency by agent', '各智能体 P95 延迟'), {
            mark: 'line',
            metrics: ['latencyP95'],
            dimensions: ['agent'],
            filter: 'has:agent',
          }),
          chart(6, 'traffic', words('Requests by service', '各服务请求'), {
            mark: 'stacked',
            metrics: ['requests'],
            dimensions: ['service'],
          }),
        ),
        row(
          9,
          chart(8, 'operations', words('Requests by name', '请求：按名称'), {
            mark: 'table',
            metrics: ['requests', 'errorRate', 'latencyP50', 'latencyP95', 'latencyMax'],
            dimensions: ['name'],
          }),
          chart(4, 'releases', words('P95 latency by release', '各发布版本 P95 延迟'), {
            mark: 'bar',
            metrics: ['latencyP95'],
            dimensions: ['release'],
            filter: 'has:release',
            limit: 12,
          }),
        ),
      ),
    },
    {
      id: 'models',
      title: words('Model calls', '模型调用'),
      widgets: inRows(
        row(
          3,
          stat(3, 'ttft50', words('P50 time to first token', 'P50 首 Token 延迟'), 'ttftP50'),
          stat(3, 'ttft95', words('P95 time to first token', 'P95 首 Token 延迟'), 'ttftP95'),
          stat(3, 'model95', words('P95 latency of model calls', 'P95 模型延迟'), 'modelLatencyP95'),
          stat(3, 'cacheHits', words('Cache hit rate', '缓存命中率'), 'cacheHitRate'),
        ),
        row(
          9,
          chart(6, 'ttft', words('Time to first token', '首 Token 延迟'), {
            mark: 'percentiles',
            metrics: ['ttftP50', 'ttftP90', 'ttftP95', 'ttftP99'],
          }),
          chart(6, 'ttftByModel', words('P95 time to first token by model', '各模型 P95 首 Token 延迟'), {
            mark: 'line',
            metrics: ['ttftP95'],
            dimensions: ['model'],
            filter: 'has:ttft',
          }),
        ),
        row(
          9,
          chart(6, 'modelByModel', words('P95 latency by model', '各模型 P95 延迟'), {
            mark: 'line',
            metrics: ['modelLatencyP95'],
            dimensions: ['model'],
            filter: MODEL_CALLS,
          }),
          chart(6, 'ttftSpread', words('Model calls by time to first token', '模型调用的首 Token 延迟分布'), {
            mark: 'histogram',
            metrics: ['modelCalls'],
            dimensions: ['ttft'],
            filter: 'has:ttft',
          }),
        ),
        row(
          9,
          chart(
            6,
            'soonAndFast',
            words('First token and whole answer, by model', '各模型：首 Token 与完整回答'),
            {
              mark: 'scatter',
              metrics: ['ttftP95', 'modelLatencyP95', 'modelCalls'],
              dimensions: ['model'],
              filter: 'has:ttft',
              limit: 100,
            },
          ),
          chart(6, 'modelHeat', words('Model calls by latency', '模型调用的延迟分布'), {
            mark: 'heatmap',
            metrics: ['modelCalls'],
            dimensions: ['spanDuration'],
            filter: MODEL_CALLS,
          }),
        ),
      ),
    },
    {
      id: 'steps',
      title: words('Tools and steps', '工具与步骤'),
      widgets: inRows(
        row(
          3,
          stat(4, 'toolCalls', words('Tool calls', '工具调用'), 'toolCalls'),
          stat(4, 'toolErrors', words('Failed tool calls', '失败的工具调用'), 'toolErrors', NONE_WANTED),
          stat(4, 'tool95', words('P95 latency of tools', 'P95 工具延迟'), 'toolLatencyP95'),
        ),
        row(
          8,
          chart(6, 'byKind', words('P95 latency by kind of step', '各类步骤 P95 延迟'), {
            mark: 'line',
            metrics: ['spanLatencyP95'],
            dimensions: ['kind'],
            limit: 12,
          }),
          chart(6, 'byTool', words('P95 latency by tool', '各工具 P95 延迟'), {
            mark: 'line',
            metrics: ['toolLatencyP95'],
            dimensions: ['tool'],
            filter: 'kind:tool',
          }),
        ),
        row(
          10,
          chart(7, 'tools', words('Tools', '工具'), {
            mark: 'table',
            metrics: ['toolCalls', 'toolErrors', 'toolLatencyP95'],
            dimensions: ['tool'],
            filter: 'kind:tool',
            limit: 50,
          }),
          chart(5, 'slowest', words('Slowest steps, P95', '最慢的步骤，P95'), {
            mark: 'bar',
            metrics: ['spanLatencyP95'],
            dimensions: ['name', 'kind'],
            limit: 15,
          }),
        ),
      ),
    },
  ],
};

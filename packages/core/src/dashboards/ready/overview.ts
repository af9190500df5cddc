import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import {
  AGENT,
  chart,
  ENVIRONMENT,
  heading,
  inRows,
  MODEL_CALLS,
  row,
  SUCCESS,
  stat,
  TOKEN_KINDS,
} from './parts.ts';

/** Is it well, what goes on, what does it cost, and where is one to look. */
export const overview: DashboardInput = {
  title: words('Overview', '总览'),
  description: words(
    'Traffic, success, speed, tokens and cost at a glance, and where to look next.',
    '流量、成功率、速度、Token 与成本一目了然，并指出接下来该看哪里。',
  ),
  range: '24h',
  variables: [ENVIRONMENT, AGENT],
  tabs: [
    {
      id: 'overview',
      title: words('Overview', '总览'),
      widgets: inRows(
        row(
          3,
          stat(2, 'requests', words('Requests', '请求'), 'requests'),
          stat(2, 'success', words('Success rate', '成功率'), 'successRate', SUCCESS),
          stat(2, 'p95', words('P95 latency', 'P95 延迟'), 'latencyP95'),
          stat(2, 'tokens', words('Tokens', 'Token'), 'tokens'),
          stat(2, 'cost', words('Cost', '成本'), 'cost'),
          stat(2, 'users', words('Users', '用户'), 'users'),
        ),
        row(
          8,
          chart(6, 'traffic', words('Requests, successful and failed', '请求：成功与失败'), {
            mark: 'bars',
            metrics: ['requestSuccesses', 'requestErrors'],
          }),
          chart(6, 'latency', words('Latency of requests', '请求延迟'), {
            mark: 'percentiles',
            metrics: ['latencyP50', 'latencyP90', 'latencyP95', 'latencyP99'],
          }),
        ),
        row(
          8,
          chart(6, 'costByModel', words('Cost by model', '各模型成本'), {
            mark: 'stacked',
            metrics: ['cost'],
            dimensions: ['model'],
            filter: 'has:model',
            limit: 6,
          }),
          chart(6, 'tokensByKind', words('Tokens by kind', '各类 Token'), {
            mark: 'stacked',
            metrics: TOKEN_KINDS,
          }),
        ),
        heading('where', words('Where to look', '该看哪里')),
        row(
          9,
          chart(5, 'agents', words('Agents', '智能体'), {
            mark: 'table',
            metrics: ['traces', 'errorRate', 'latencyP95', 'cost'],
            dimensions: ['agent'],
            filter: 'has:agent',
          }),
          chart(7, 'models', words('Models', '模型'), {
            mark: 'table',
            metrics: ['modelCalls', 'modelErrors', 'modelLatencyP95', 'cost'],
            dimensions: ['model'],
            filter: MODEL_CALLS,
          }),
        ),
        row(
          8,
          chart(4, 'errors', words('Failed steps by error', '失败步骤：按错误'), {
            mark: 'bar',
            metrics: ['spanErrors'],
            dimensions: ['error'],
            filter: 'status:error',
            limit: 10,
          }),
          chart(4, 'slowest', words('Slowest steps, P95', '最慢的步骤，P95'), {
            mark: 'bar',
            metrics: ['spanLatencyP95'],
            dimensions: ['name'],
            limit: 10,
          }),
          chart(4, 'spenders', words('Costliest users', '成本最高的用户'), {
            mark: 'bar',
            metrics: ['cost'],
            dimensions: ['user'],
            filter: 'has:user',
            limit: 10,
          }),
        ),
      ),
    },
  ],
};

import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import {
  chart,
  ENVIRONMENT,
  FAILURE,
  HEALTH,
  inRows,
  MODEL,
  MODEL_CALLS,
  PROVIDER,
  row,
  stat,
} from './parts.ts';

/** Are the models that others run for us well: do they answer, how soon, and who else could. */
export const providers: DashboardInput = {
  title: words('Providers', '供应商'),
  description: words(
    'Whether the providers of models answer, how soon, and what each is used for.',
    '各模型供应商是否正常响应、响应多快，以及各自的用量。',
  ),
  range: '24h',
  variables: [ENVIRONMENT, PROVIDER, MODEL],
  tabs: [
    {
      id: 'health',
      title: words('Health', '健康状况'),
      widgets: inRows(
        row(
          3,
          stat(3, 'calls', words('Model calls', '模型调用'), 'modelCalls'),
          stat(3, 'errorRate', words('Error rate', '错误率'), 'spanErrorRate', {
            filter: MODEL_CALLS,
            ...FAILURE,
          }),
          stat(3, 'p95', words('P95 latency', 'P95 延迟'), 'modelLatencyP95'),
          stat(3, 'ttft', words('P95 time to first token', 'P95 首 Token 延迟'), 'ttftP95'),
        ),
        row(
          5,
          chart(12, 'providerStates', words('Error rate of providers', '各供应商错误率'), {
            mark: 'states',
            metrics: ['spanErrorRate'],
            dimensions: ['provider'],
            filter: `${MODEL_CALLS} has:provider`,
            limit: 8,
            ...HEALTH,
          }),
        ),
        row(
          8,
          chart(12, 'modelStates', words('Error rate of models', '各模型错误率'), {
            mark: 'states',
            metrics: ['spanErrorRate'],
            dimensions: ['model'],
            filter: `${MODEL_CALLS} has:model`,
            limit: 16,
            ...HEALTH,
          }),
        ),
        row(
          8,
          chart(6, 'latency', words('P95 latency by provider', '各供应商 P95 延迟'), {
            mark: 'line',
            metrics: ['modelLatencyP95'],
            dimensions: ['provider'],
            filter: MODEL_CALLS,
          }),
          chart(6, 'firstToken', words('P95 time to first token by provider', '各供应商 P95 首 Token 延迟'), {
            mark: 'line',
            metrics: ['ttftP95'],
            dimensions: ['provider'],
            filter: 'has:ttft',
          }),
        ),
        row(
          8,
          chart(6, 'traffic', words('Calls by provider', '各供应商调用'), {
            mark: 'stacked',
            metrics: ['modelCalls'],
            dimensions: ['provider'],
            filter: MODEL_CALLS,
          }),
          chart(6, 'failures', words('Failed calls by error', '失败调用：按错误'), {
            mark: 'bars',
            metrics: ['modelErrors'],
            dimensions: ['error'],
            filter: `${MODEL_CALLS} status:error`,
          }),
        ),
        row(
          9,
          chart(12, 'models', words('Models', '模型'), {
            mark: 'table',
            metrics: [
              'modelCalls',
              'modelErrors',
              'spanErrorRate',
              'ttftP95',
              'modelLatencyP95',
              'tokens',
              'cacheHitRate',
              'cost',
            ],
            dimensions: ['provider', 'model'],
            filter: MODEL_CALLS,
            limit: 50,
          }),
        ),
      ),
    },
  ],
};

import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import { AGENT, chart, DAY, ENVIRONMENT, inRows, row, stat } from './parts.ts';

/** Who uses the product, how much, and how it treats them. */
export const users: DashboardInput = {
  title: words('Users', '用户'),
  description: words(
    'Who uses the product, how much, what it costs, and how well it serves them.',
    '谁在使用产品、用多少、花费多少，以及体验如何。',
  ),
  range: '7d',
  variables: [ENVIRONMENT, AGENT],
  tabs: [
    {
      id: 'users',
      title: words('Users', '用户'),
      widgets: inRows(
        row(
          3,
          stat(3, 'users', words('Users', '用户'), 'users'),
          stat(3, 'sessions', words('Sessions', '会话'), 'sessions'),
          stat(3, 'requests', words('Requests of known users', '已知用户的请求'), 'requests', {
            filter: 'has:user',
          }),
          stat(3, 'cost', words('Cost of known users', '已知用户的成本'), 'cost', { filter: 'has:user' }),
        ),
        row(
          8,
          chart(6, 'active', words('Users and sessions', '用户与会话'), {
            mark: 'area',
            metrics: ['users', 'sessions'],
          }),
          chart(6, 'byAgent', words('Users by agent', '各智能体用户'), {
            mark: 'line',
            metrics: ['users'],
            dimensions: ['agent'],
            filter: 'has:agent',
          }),
        ),
        row(
          9,
          chart(6, 'each', words('Requests and cost of each user', '每位用户的请求与成本'), {
            mark: 'scatter',
            metrics: ['requests', 'cost', 'sessions'],
            dimensions: ['user'],
            filter: 'has:user',
            limit: 500,
          }),
          chart(6, 'waits', words('Requests and how long users wait', '请求与等待时间'), {
            mark: 'heatmap',
            metrics: ['requests'],
            dimensions: ['spanDuration'],
            filter: 'has:user',
          }),
        ),
        row(
          10,
          chart(8, 'list', words('Users', '用户'), {
            mark: 'table',
            metrics: ['requests', 'sessions', 'errorRate', 'latencyP95', 'tokens', 'cost'],
            dimensions: ['user'],
            filter: 'has:user',
            limit: 50,
          }),
          chart(4, 'unlucky', words('Users with most failures', '失败最多的用户'), {
            mark: 'bar',
            metrics: ['requestErrors'],
            dimensions: ['user'],
            filter: 'has:user status:error',
            limit: 15,
          }),
        ),
        row(
          8,
          chart(12, 'adoption', words('Users by release, since its first day', '各发布版本用户：自首日起'), {
            mark: 'cohort',
            metrics: ['users'],
            dimensions: ['release'],
            filter: 'has:release',
            limit: 12,
            bucketSeconds: DAY,
          }),
        ),
      ),
    },
  ],
};

import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import { AGENT, chart, ENVIRONMENT, FAILURE, HEALTH, inRows, NONE_WANTED, row, stat } from './parts.ts';

/** A run of an agent is its span of that kind. */
const RUNS = 'kind:agent';

/** What the agents do, whether they succeed, and which tools they lean on. */
export const agents: DashboardInput = {
  title: words('Agents', '智能体'),
  description: words(
    'What each agent does, whether it succeeds, what it costs, and which tools it leans on.',
    '各智能体在做什么、是否成功、花费多少，以及依赖哪些工具。',
  ),
  range: '24h',
  variables: [ENVIRONMENT, AGENT],
  tabs: [
    {
      id: 'runs',
      title: words('Runs', '运行'),
      widgets: inRows(
        row(
          3,
          stat(2, 'runs', words('Runs', '运行'), 'spans', { filter: RUNS }),
          stat(2, 'errorRate', words('Error rate', '错误率'), 'spanErrorRate', { filter: RUNS, ...FAILURE }),
          stat(2, 'p95', words('P95 latency', 'P95 延迟'), 'spanLatencyP95', { filter: RUNS }),
          stat(2, 'calls', words('Model calls', '模型调用'), 'modelCalls', { filter: 'has:agent' }),
          stat(2, 'tools', words('Tool calls', '工具调用'), 'toolCalls', { filter: 'has:agent' }),
          stat(2, 'cost', words('Cost', '成本'), 'cost', { filter: 'has:agent' }),
        ),
        row(
          7,
          chart(12, 'states', words('Error rate of agents', '各智能体错误率'), {
            mark: 'states',
            metrics: ['spanErrorRate'],
            dimensions: ['agent'],
            filter: RUNS,
            limit: 12,
            ...HEALTH,
          }),
        ),
        row(
          8,
          chart(6, 'byAgent', words('Runs by agent', '各智能体运行'), {
            mark: 'stacked',
            metrics: ['spans'],
            dimensions: ['agent'],
            filter: RUNS,
          }),
          chart(6, 'latency', words('P95 latency by agent', '各智能体 P95 延迟'), {
            mark: 'line',
            metrics: ['spanLatencyP95'],
            dimensions: ['agent'],
            filter: RUNS,
          }),
        ),
        row(
          9,
          chart(12, 'agents', words('Agents and their versions', '智能体及其版本'), {
            mark: 'table',
            metrics: [
              'traces',
              'errorRate',
              'latencyP95',
              'modelCalls',
              'toolCalls',
              'tokens',
              'cost',
              'users',
            ],
            dimensions: ['agent', 'agentVersion'],
            filter: 'has:agent',
            limit: 50,
          }),
        ),
      ),
    },
    {
      id: 'steps',
      title: words('Steps and tools', '步骤与工具'),
      widgets: inRows(
        row(
          3,
          stat(4, 'failedTools', words('Failed tool calls', '失败的工具调用'), 'toolErrors', NONE_WANTED),
          stat(4, 'failedCalls', words('Failed model calls', '失败的模型调用'), 'modelErrors', NONE_WANTED),
          stat(4, 'tool95', words('P95 latency of tools', 'P95 工具延迟'), 'toolLatencyP95'),
        ),
        row(
          10,
          chart(6, 'uses', words('From agent to tool', '从智能体到工具'), {
            mark: 'flow',
            metrics: ['toolCalls'],
            dimensions: ['agent', 'tool'],
            filter: 'kind:tool',
            limit: 40,
          }),
          chart(6, 'reach', words('Traces that get to a step of the kind', '到达各类步骤的调用链'), {
            mark: 'funnel',
            metrics: ['traces'],
            dimensions: ['kind'],
            limit: 10,
          }),
        ),
        row(
          9,
          chart(6, 'toolTable', words('Tools', '工具'), {
            mark: 'table',
            metrics: ['toolCalls', 'toolErrors', 'toolLatencyP95'],
            dimensions: ['agent', 'tool'],
            filter: 'kind:tool',
            limit: 50,
          }),
          chart(6, 'errors', words('Failed steps by error', '失败步骤：按错误'), {
            mark: 'bar',
            metrics: ['spanErrors'],
            dimensions: ['error', 'agent'],
            filter: 'status:error has:agent',
            limit: 15,
          }),
        ),
      ),
    },
  ],
};

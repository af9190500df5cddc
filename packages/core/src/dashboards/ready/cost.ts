import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import {
  AGENT,
  chart,
  ENVIRONMENT,
  heading,
  inRows,
  MODEL,
  MODEL_CALLS,
  NONE_WANTED,
  row,
  stat,
  TOKEN_KINDS,
} from './parts.ts';

/** What is spent, on what, by whom, and what of it could be saved. */
export const cost: DashboardInput = {
  title: words('Cost', '成本'),
  description: words(
    'What is spent on which models, by which agents and users, and what caching saves.',
    '钱花在哪些模型上、由哪些智能体和用户花费，以及缓存省下了什么。',
  ),
  range: '7d',
  variables: [ENVIRONMENT, AGENT, MODEL],
  tabs: [
    {
      id: 'cost',
      title: words('Cost', '成本'),
      widgets: inRows(
        row(
          3,
          stat(3, 'total', words('Cost', '成本'), 'cost'),
          stat(3, 'tokens', words('Tokens', 'Token'), 'tokens'),
          stat(3, 'calls', words('Model calls', '模型调用'), 'modelCalls'),
          stat(3, 'unpriced', words('Unpriced calls', '未定价的调用'), 'unpricedCalls', NONE_WANTED),
        ),
        row(
          9,
          chart(8, 'byModel', words('Cost by model', '各模型成本'), {
            mark: 'stacked',
            metrics: ['cost'],
            dimensions: ['model'],
            filter: 'has:model',
          }),
          chart(4, 'modelShare', words('Costliest models', '成本最高的模型'), {
            mark: 'bar',
            metrics: ['cost'],
            dimensions: ['model'],
            filter: 'has:model',
            limit: 12,
          }),
        ),
        row(
          10,
          chart(6, 'whereItGoes', words('From agent to model', '从智能体到模型'), {
            mark: 'flow',
            metrics: ['cost'],
            dimensions: ['agent', 'model'],
            filter: 'has:model',
            limit: 40,
          }),
          chart(6, 'byAgent', words('Cost by agent', '各智能体成本'), {
            mark: 'stacked',
            metrics: ['cost'],
            dimensions: ['agent'],
            filter: 'has:model',
          }),
        ),
        heading('tokenUse', words('Tokens and caching', 'Token 与缓存')),
        row(
          8,
          chart(6, 'tokensByKind', words('Tokens by kind', '各类 Token'), {
            mark: 'stacked',
            metrics: TOKEN_KINDS,
          }),
          chart(2, 'cacheHits', words('Cache hit rate', '缓存命中率'), {
            mark: 'gauge',
            metrics: ['cacheHitRate'],
            options: { max: 1 },
          }),
          chart(4, 'cacheByModel', words('Cache hit rate by model', '各模型缓存命中率'), {
            mark: 'line',
            metrics: ['cacheHitRate'],
            dimensions: ['model'],
            filter: 'has:model',
            options: { max: 1 },
          }),
        ),
        heading('who', words('Who spends', '谁在花费')),
        row(
          9,
          chart(4, 'users', words('Costliest users', '成本最高的用户'), {
            mark: 'bar',
            metrics: ['cost'],
            dimensions: ['user'],
            filter: 'has:user',
            limit: 15,
          }),
          chart(4, 'prompts', words('Costliest prompts', '成本最高的提示词'), {
            mark: 'bar',
            metrics: ['cost'],
            dimensions: ['prompt'],
            filter: 'has:prompt',
            limit: 15,
          }),
          chart(4, 'callCost', words('Model calls by their cost', '模型调用的成本分布'), {
            mark: 'histogram',
            metrics: ['modelCalls'],
            dimensions: ['spanCost'],
            filter: 'has:spanCost',
          }),
        ),
        row(
          9,
          chart(12, 'models', words('Models', '模型'), {
            mark: 'table',
            metrics: [
              'cost',
              'modelCalls',
              'inputTokens',
              'cachedReadTokens',
              'outputTokens',
              'reasoningTokens',
              'cacheHitRate',
              'unpricedCalls',
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

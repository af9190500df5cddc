import type { LocalText } from '../local-text.ts';
import { words } from '../local-text.ts';
import type { PeriodName } from './period.ts';
import type { SectionInput } from './section.ts';

export const TEMPLATE_NAMES = ['executive', 'cost', 'quality', 'users', 'operations'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export interface Template {
  name: TemplateName;
  title: LocalText;
  /** Whom it is for and what it answers. */
  description: LocalText;
  /** What it is usually of. */
  period: PeriodName;
  sections: readonly SectionInput[];
}

const WITH_MODEL = 'has:model';
const TOKEN_KINDS = ['inputTokens', 'cachedReadTokens', 'outputTokens', 'reasoningTokens'];

/** The reports that Pharos brings, as data. */
export const TEMPLATES: readonly Template[] = [
  {
    name: 'executive',
    title: words('Executive summary', '管理层摘要'),
    description: words(
      'One page for those who do not look every day: use, reliability, cost, and what changed.',
      '给不必每天查看的人的一页：使用量、可靠性、成本以及变化。',
    ),
    period: 'week',
    sections: [
      {
        kind: 'figures',
        metrics: ['requests', 'users', 'successRate', 'latencyP95', 'cost', 'costPerRequest'],
      },
      { kind: 'chart', title: words('Requests', '请求数'), mark: 'bars', metrics: ['requests'] },
      { kind: 'chart', title: words('Success rate', '成功率'), metrics: ['successRate'] },
      {
        kind: 'chart',
        title: words('Cost by model', '各模型成本'),
        mark: 'stacked',
        metrics: ['cost'],
        dimension: 'model',
        filter: WITH_MODEL,
      },
      { kind: 'forecast', title: words('Cost of this month', '本月成本'), metric: 'cost' },
      {
        kind: 'movers',
        title: words('What changed the cost', '成本变化的来源'),
        metric: 'cost',
        by: 'model',
      },
      { kind: 'incidents', title: words('Incidents', '事件'), limit: 5 },
    ],
  },
  {
    name: 'cost',
    title: words('Cost', '成本'),
    description: words(
      'Who and what spends: models, agents, users and prompts, what changed, and where the month is heading.',
      '谁在花费、花在哪里：模型、智能体、用户与提示词，变化来源以及本月走势。',
    ),
    period: 'month',
    sections: [
      {
        kind: 'figures',
        metrics: [
          'cost',
          'tokens',
          'modelCalls',
          'costPerRequest',
          'costPerUser',
          'cacheHitRate',
          'cacheSavings',
          'unpricedCalls',
        ],
      },
      {
        kind: 'chart',
        title: words('Cost by model', '各模型成本'),
        mark: 'stacked',
        metrics: ['cost'],
        dimension: 'model',
        filter: WITH_MODEL,
      },
      { kind: 'forecast', title: words('Cost of this month', '本月成本'), metric: 'cost' },
      {
        kind: 'movers',
        title: words('What changed it: models', '变化来源：模型'),
        metric: 'cost',
        by: 'model',
      },
      {
        kind: 'movers',
        title: words('What changed it: agents', '变化来源：智能体'),
        metric: 'cost',
        by: 'agent',
      },
      {
        kind: 'table',
        title: words('Models', '模型'),
        metrics: ['cost', 'modelCalls', 'inputTokens', 'outputTokens', 'cacheHitRate'],
        dimension: 'model',
        filter: WITH_MODEL,
      },
      {
        kind: 'table',
        title: words('Costliest users', '成本最高的用户'),
        metrics: ['cost', 'tokens', 'requests'],
        dimension: 'user',
        filter: 'has:user',
      },
      {
        kind: 'table',
        title: words('Costliest prompts', '成本最高的提示词'),
        metrics: ['cost', 'modelCalls'],
        dimension: 'prompt',
        filter: 'has:prompt',
      },
      {
        kind: 'chart',
        title: words('Tokens by kind', '各类 Token'),
        mark: 'stacked',
        metrics: TOKEN_KINDS,
      },
    ],
  },
  {
    name: 'quality',
    title: words('Quality and errors', '质量与错误'),
    description: words(
      'Whether answers arrive and are any good: success, errors that are new, scores, and the agents and tools behind them.',
      '回答是否到达、质量如何：成功率、新出现的错误、评分，以及相关的智能体与工具。',
    ),
    period: 'week',
    sections: [
      {
        kind: 'figures',
        metrics: [
          'successRate',
          'requestErrors',
          'modelErrors',
          'toolErrors',
          'rateLimitedCalls',
          'scoreAvg',
        ],
      },
      {
        kind: 'chart',
        title: words('Failed requests', '失败请求数'),
        mark: 'bars',
        metrics: ['requestErrors'],
      },
      { kind: 'errors', title: words('Errors', '错误') },
      {
        kind: 'table',
        title: words('Agents', '智能体'),
        metrics: ['requestErrors', 'requests', 'successRate', 'latencyP95'],
        dimension: 'agent',
        filter: 'has:agent',
      },
      {
        kind: 'table',
        title: words('Tools', '工具'),
        metrics: ['toolErrors', 'toolCalls', 'toolSuccessRate', 'toolLatencyP95'],
        dimension: 'tool',
        filter: 'has:tool',
      },
      {
        kind: 'table',
        title: words('Scores', '评分'),
        metrics: ['scores', 'scoreAvg', 'scoreMedian'],
        dimension: 'score',
      },
    ],
  },
  {
    name: 'users',
    title: words('Users', '用户'),
    description: words(
      'Who comes and how they fare: users and sessions, what they ask, what it costs, and whose requests fail.',
      '谁在使用、体验如何：用户与会话、请求量、花费以及谁的请求失败了。',
    ),
    period: 'week',
    sections: [
      {
        kind: 'figures',
        metrics: ['users', 'sessions', 'requests', 'costPerUser', 'costPerSession', 'successRate'],
      },
      { kind: 'chart', title: words('Users', '用户数'), mark: 'bars', metrics: ['users'] },
      { kind: 'chart', title: words('Sessions', '会话数'), metrics: ['sessions'] },
      {
        kind: 'table',
        title: words('Most active users', '最活跃的用户'),
        metrics: ['requests', 'sessions', 'cost', 'successRate'],
        dimension: 'user',
        filter: 'has:user',
        limit: 15,
      },
      {
        kind: 'table',
        title: words('Users whose requests fail', '请求失败的用户'),
        metrics: ['requestErrors', 'requests'],
        dimension: 'user',
        filter: 'has:user',
      },
      {
        kind: 'table',
        title: words('What they use', '使用的功能'),
        metrics: ['requests', 'users', 'latencyP95'],
        dimension: 'agent',
        filter: 'has:agent',
      },
    ],
  },
  {
    name: 'operations',
    title: words('Operations', '运维'),
    description: words(
      'For those on call: incidents and how long they took, speed by percentiles, providers, tools, and errors.',
      '给值班人员：事件及其持续时间、各分位延迟、提供商、工具与错误。',
    ),
    period: 'day',
    sections: [
      { kind: 'incidents', title: words('Incidents', '事件') },
      {
        kind: 'figures',
        metrics: ['requests', 'errorRate', 'latencyP50', 'latencyP95', 'ttftP95', 'rateLimitedCalls'],
      },
      {
        kind: 'chart',
        title: words('Latency', '延迟'),
        metrics: ['latencyP50', 'latencyP95', 'latencyP99'],
      },
      {
        kind: 'chart',
        title: words('Failed requests', '失败请求数'),
        mark: 'bars',
        metrics: ['requestErrors'],
      },
      {
        kind: 'table',
        title: words('Providers and models', '提供商与模型'),
        metrics: ['modelCalls', 'modelErrors', 'modelLatencyP95', 'ttftP95', 'outputSpeedP50'],
        dimension: 'model',
        filter: WITH_MODEL,
      },
      {
        kind: 'table',
        title: words('Slowest tools', '最慢的工具'),
        metrics: ['toolLatencyP95', 'toolCalls', 'toolErrors'],
        dimension: 'tool',
        filter: 'has:tool',
      },
      { kind: 'errors', title: words('Errors', '错误') },
    ],
  },
];

/** The template of that name. */
export function templateNamed(name: TemplateName): Template {
  const template = TEMPLATES.find((each) => each.name === name);
  if (!template) throw new Error(`There is no template ${name}.`);
  return template;
}

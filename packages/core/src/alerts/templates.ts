import type { z } from 'zod';
import { type LocalText, words } from '../local-text.ts';
import { type RuleInput, ruleInputSchema } from './rule.ts';

/** A rule that most products want, to begin with. */
export interface RuleTemplate {
  /** Stands in addresses. */
  name: string;
  title: LocalText;
  /** When it fires, and why that matters. */
  about: LocalText;
  rule: Omit<RuleInput, 'name' | 'description'>;
}

const template = (
  name: string,
  title: LocalText,
  about: LocalText,
  rule: Omit<z.input<typeof ruleInputSchema>, 'name' | 'description'>,
): RuleTemplate => {
  const { name: _, description: __, ...whole } = ruleInputSchema.parse({ name, ...rule });
  return { name, title, about, rule: whole };
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export const ALERT_TEMPLATES: readonly RuleTemplate[] = [
  template(
    'errors',
    words('An agent fails too often', '智能体出错过多'),
    words(
      'More than 5 % of the requests of an agent failed in five minutes. Fewer than 20 requests tell nothing.',
      '五分钟内某个智能体有超过 5% 的请求失败。少于 20 次请求时不作判断。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'errorRate', by: ['agent'], windowSeconds: 5 * MINUTE, leastRows: 20 },
        condition: { kind: 'threshold', op: '>', limit: 0.05, recovery: 0.03 },
      },
      ...{ forSeconds: 2 * MINUTE, recoverSeconds: 5 * MINUTE, severity: 'critical' },
    },
  ),
  template(
    'error-budget',
    words('The error budget burns too fast', '错误预算消耗过快'),
    words(
      'At this rate of failures an objective of 99 % over a month is missed: judged over an hour and six hours, and the minutes just past.',
      '按当前失败速度，全月 99% 的目标将无法达成：以一小时、六小时以及刚过去的几分钟共同判断。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'successRate' },
        condition: { kind: 'burnRate', objective: 0.99 },
      },
      ...{ severity: 'critical' },
    },
  ),
  template(
    'provider',
    words('A provider of models is down', '模型供应商不可用'),
    words(
      'Fewer than 80 % of the calls to a provider succeeded in five minutes.',
      '五分钟内对某个供应商的调用成功率低于 80%。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'modelSuccessRate', by: ['provider'], leastRows: 10 },
        condition: { kind: 'threshold', op: '<', limit: 0.8, recovery: 0.95 },
      },
      ...{ recoverSeconds: 5 * MINUTE, severity: 'critical' },
    },
  ),
  template(
    'latency',
    words('An agent is slower than usual', '智能体比平时慢'),
    words(
      'The 95th percentile of the latency of an agent is above what is usual at this hour of the week, and by at least a fifth.',
      '某个智能体的 P95 延迟高于每周此时的常态，且至少高出五分之一。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'latencyP95', by: ['agent'], windowSeconds: HOUR, leastRows: 20 },
        condition: { kind: 'anomaly', direction: 'above', leastChange: 250 },
      },
      ...{ everySeconds: 5 * MINUTE, forSeconds: 10 * MINUTE },
    },
  ),
  template(
    'first-token',
    words('People wait too long for the first token', '首 Token 等待过久'),
    words(
      'One of twenty calls of a model waited longer than three seconds for its first token.',
      '某个模型每二十次调用就有一次等待首 Token 超过三秒。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'ttftP95', by: ['model'], windowSeconds: 10 * MINUTE, leastRows: 20 },
        condition: { kind: 'threshold', op: '>', limit: 3000, recovery: 2500 },
      },
      ...{ forSeconds: 5 * MINUTE },
    },
  ),
  template(
    'cost',
    words('Cost has doubled since last week', '成本比上周翻倍'),
    words(
      'An agent cost twice as much in an hour as in the same hour a week ago, and a dollar more at least.',
      '某个智能体一小时的成本是上周同一小时的两倍，且至少多出一美元。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'cost', by: ['agent'], windowSeconds: HOUR },
        condition: { kind: 'change', against: 'week', direction: 'above', percent: 100, leastChange: 1 },
      },
      everySeconds: 5 * MINUTE,
    },
  ),
  template(
    'heavy-user',
    words('Somebody uses tokens by the million', '用户 Token 用量异常'),
    words(
      'A user took more than a million tokens in an hour: a loop, a script, or a key that leaked.',
      '某个用户一小时内消耗超过一百万 Token：可能是死循环、脚本，或密钥泄露。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'tokens', by: ['user'], windowSeconds: HOUR },
        condition: { kind: 'threshold', op: '>', limit: 1_000_000 },
      },
      everySeconds: 5 * MINUTE,
    },
  ),
  template(
    'silence',
    words('Nothing arrives any more', '不再有数据到达'),
    words(
      'Not one request was seen in 15 minutes: the product is down, or it no longer tells of itself.',
      '15 分钟内没有任何请求：产品可能已停止服务，或不再上报数据。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'requests', windowSeconds: 15 * MINUTE },
        condition: { kind: 'noData' },
      },
      ...{ noData: 'alert', severity: 'critical' },
    },
  ),
  template(
    'tools',
    words('A tool fails', '工具调用失败'),
    words(
      'Fewer than 90 % of the calls of a tool succeeded in ten minutes. Agents go astray without their tools.',
      '十分钟内某个工具的调用成功率低于 90%。缺少工具时智能体容易偏离目标。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'toolSuccessRate', by: ['tool'], windowSeconds: 10 * MINUTE },
        leastRows: 10,
        condition: { kind: 'threshold', op: '<', limit: 0.9, recovery: 0.95 },
      },
      ...{ forSeconds: 2 * MINUTE, recoverSeconds: 5 * MINUTE },
    },
  ),
  template(
    'quality',
    words('Quality drops', '质量下降'),
    words(
      'The mean of a score is lower than what is usual at this hour of the week, and by at least a tenth.',
      '某项评分的均值低于每周此时的常态，且至少低十分之一。',
    ),
    {
      watch: {
        ...{ kind: 'metric', metric: 'scoreAvg', by: ['score'], windowSeconds: 6 * HOUR, leastRows: 20 },
        condition: { kind: 'anomaly', direction: 'below', leastPercent: 10 },
      },
      everySeconds: 15 * MINUTE,
    },
  ),
  template(
    'new-errors',
    words('A new error, or one that is back', '新错误或复发的错误'),
    words(
      'An error happened that was never seen before, or one that was resolved came back.',
      '出现了从未见过的错误，或已解决的错误再次出现。',
    ),
    { watch: { kind: 'errors' } },
  ),
  template(
    'agents',
    words('An agent is not well', '智能体状态异常'),
    words(
      'An agent is failing, stuck or offline, as its processes and its runs tell.',
      '根据进程和运行情况，某个智能体处于异常、卡住或离线状态。',
    ),
    { watch: { kind: 'agents' }, forSeconds: MINUTE, severity: 'critical' },
  ),
];

import type { Severity } from '../alerts/rule.ts';
import type { ErrorState } from '../errors/standing.ts';
import type { Language } from '../language.ts';
import type { MadeSection } from './made.ts';

/** Everything a report says that is not data, in one language. `{…}` stands for data. */
export interface ReportWords {
  /** What sections are called that have no title. */
  sections: Record<MadeSection['kind'], string>;
  compared: string;
  madeAt: string;
  filter: string;
  findings: string;
  calm: string;
  first: string;
  points: string;
  none: string;
  other: string;
  total: string;
  value: string;
  before: string;
  now: string;
  change: string;
  noData: string;
  failed: string;
  severity: Record<Severity, string>;
  states: Record<ErrorState, string>;
  incidents: {
    none: string;
    opened: string;
    atLeast: string;
    acknowledged: string;
    ended: string;
    columns: { title: string; severity: string; since: string; lasted: string; by: string };
    open: string;
  };
  errors: {
    none: string;
    columns: { error: string; place: string; count: string; users: string; state: string };
  };
  forecast: {
    soFar: string;
    expected: string;
    between: string;
    lastMonth: string;
    tooLittle: string;
    toCome: string;
  };
  found: Record<FindingKind, string>;
}

export const FINDING_KINDS = [
  'rose',
  'fell',
  'fromNothing',
  'peaked',
  'drives',
  'partly',
  'appeared',
  'vanished',
  'most',
  'incidents',
  'critical',
  'freshErrors',
  'heading',
  'unpriced',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = {
  en: {
    sections: {
      figures: 'Figures',
      chart: 'Course',
      table: 'Largest',
      movers: 'What changed',
      incidents: 'Incidents',
      errors: 'Errors',
      forecast: 'Forecast',
      text: '',
      failed: 'Missing',
    },
    compared: 'Changes are against {period}.',
    madeAt: 'Made on {at}',
    filter: 'Only: {filter}',
    findings: 'What stands out',
    calm: 'Nothing stands out: no figure moved by more than a tenth.',
    first: 'There is nothing before this period to compare it with.',
    points: 'points',
    none: '(none)',
    other: 'Others',
    total: 'Total',
    value: 'Value',
    before: 'Before',
    now: 'Now',
    change: 'Change',
    noData: 'No data in this period.',
    failed: 'This could not be answered: {reason}',
    severity: { info: 'Info', warning: 'Warning', critical: 'Critical' },
    states: { new: 'New', ongoing: 'Ongoing', resolved: 'Resolved', regressed: 'Regressed' },
    incidents: {
      none: 'No incident opened in this period.',
      opened: '{count} opened: {severities}.',
      atLeast: 'At least {count} opened: {severities}.',
      acknowledged: 'Acknowledged after {duration} on average.',
      ended: 'Over after {duration} on average.',
      columns: {
        title: 'Incident',
        severity: 'Severity',
        since: 'Opened',
        lasted: 'Lasted',
        by: 'Acknowledged by',
      },
      open: 'still open',
    },
    errors: {
      none: 'No step failed in this period.',
      columns: { error: 'Error', place: 'In', count: 'Times', users: 'Users', state: 'State' },
    },
    forecast: {
      soFar: 'So far',
      expected: 'Expected for the month',
      between: 'Four in five: {low} to {high}',
      lastMonth: 'The month before',
      tooLittle: 'Too little is known of the last days to tell where the month is heading.',
      toCome: 'Expected',
    },
    found: {
      rose: '{metric} rose by {change} to {now}, from {before}.',
      fell: '{metric} fell by {change} to {now}, from {before}.',
      fromNothing: '{metric}: {now}, after none in the period before.',
      peaked: '{metric} peaked at {now} on {at}, {times} times the median.',
      drives: '{group} alone accounts for {share} of the change of {metric}: {change}.',
      partly: '{group} moved {metric} most: {change}.',
      appeared: '{group} is new and makes up {share} of {metric}.',
      vanished: '{group} is gone; it made up {share} of {metric} before.',
      most: '{group} makes up {share} of {metric}.',
      incidents: 'Incidents opened: {count}; the longest was “{title}” ({duration}).',
      critical: 'Critical incidents opened: {count}; the longest was “{title}” ({duration}).',
      freshErrors: 'Errors seen for the first time: {count}; the most frequent was “{title}” ({times}×).',
      heading: '{metric} is heading for {now} this month ({low} to {high}), against {before} last month.',
      unpriced: 'Model calls without a known price: {now}. Cost is more than is shown.',
    },
  },
  'zh-CN': {
    sections: {
      figures: '指标',
      chart: '走势',
      table: '排行',
      movers: '变化来源',
      incidents: '事件',
      errors: '错误',
      forecast: '预测',
      text: '',
      failed: '缺失',
    },
    compared: '变化是与 {period} 相比。',
    madeAt: '生成于 {at}',
    filter: '仅限：{filter}',
    findings: '值得关注',
    calm: '没有特别之处：各项指标的变化都不超过一成。',
    first: '此前没有数据可供比较。',
    points: '个百分点',
    none: '（无）',
    other: '其他',
    total: '合计',
    value: '数值',
    before: '之前',
    now: '现在',
    change: '变化',
    noData: '此期间没有数据。',
    failed: '无法得出此部分：{reason}',
    severity: { info: '提示', warning: '警告', critical: '严重' },
    states: { new: '新出现', ongoing: '持续', resolved: '已解决', regressed: '复现' },
    incidents: {
      none: '此期间没有发生事件。',
      opened: '发生 {count} 个：{severities}。',
      atLeast: '至少发生 {count} 个：{severities}。',
      acknowledged: '平均 {duration} 后确认。',
      ended: '平均 {duration} 后结束。',
      columns: { title: '事件', severity: '级别', since: '发生时间', lasted: '持续', by: '确认人' },
      open: '仍未结束',
    },
    errors: {
      none: '此期间没有失败的步骤。',
      columns: { error: '错误', place: '位置', count: '次数', users: '用户', state: '状态' },
    },
    forecast: {
      soFar: '目前为止',
      expected: '本月预计',
      between: '五分之四的可能：{low} 至 {high}',
      lastMonth: '上个月',
      tooLittle: '最近几天的数据太少，无法判断本月走势。',
      toCome: '预计',
    },
    found: {
      rose: '{metric}上升 {change}，从 {before} 到 {now}。',
      fell: '{metric}下降 {change}，从 {before} 到 {now}。',
      fromNothing: '{metric}为 {now}，上一期间没有。',
      peaked: '{metric}于 {at} 达到峰值 {now}，为中位数的 {times} 倍。',
      drives: '仅 {group} 就占{metric}变化的 {share}：{change}。',
      partly: '{group} 对{metric}的影响最大：{change}。',
      appeared: '{group} 是新出现的，占{metric}的 {share}。',
      vanished: '{group} 已消失，此前占{metric}的 {share}。',
      most: '{group} 占{metric}的 {share}。',
      incidents: '发生 {count} 个事件，最长的是“{title}”（{duration}）。',
      critical: '发生 {count} 个严重事件，最长的是“{title}”（{duration}）。',
      freshErrors: '首次出现 {count} 种错误，最频繁的出现 {times} 次：“{title}”。',
      heading: '本月{metric}预计为 {now}（{low} 至 {high}），上月为 {before}。',
      unpriced: '{now} 次模型调用没有已知价格，因此实际成本高于所示。',
    },
  },
};

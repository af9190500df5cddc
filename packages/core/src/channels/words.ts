import type { Severity } from '../alerts/rule.ts';
import { formatUnit } from '../format/unit.ts';
import type { Language } from '../language.ts';
import { metricName } from '../metric-names.ts';
import { fill, oneLine } from '../text.ts';
import type { JudgedBy, Notice, NoticeFigure, NoticeIncident, NoticeReason } from './notice.ts';

/** Everything a notice says that is not data, in one language. `{…}` stands for data. */
export interface NoticeWords {
  severity: Record<Severity, string>;
  ended: string;
  acknowledged: string;
  /** Of one incident, with its `{title}`. */
  one: Record<NoticeReason, string>;
  /** Of several: `{count}`. */
  many: Record<NoticeReason, string>;
  project: string;
  more: string;
  /** A figure, with the name of its `{metric}` and its `{value}`. */
  measured: Record<JudgedBy, string>;
  limit: string;
  /** What a change is held against: `{limit}`. */
  before: string;
  /** Since when: `{duration}`. */
  open: string;
  lasted: string;
  runbook: string;
  details: string;
  /** What a test says. */
  test: string;
  units: readonly [day: string, hour: string, minute: string, second: string];
}

export const NOTICE_WORDS: Readonly<Record<Language, NoticeWords>> = {
  en: {
    severity: { info: 'Info', warning: 'Warning', critical: 'Critical' },
    ended: 'Ended',
    acknowledged: 'acknowledged',
    one: {
      opened: '{title}',
      changed: 'Changed: {title}',
      escalated: 'Escalated: {title}',
      repeated: 'Still open: {title}',
      ended: 'Ended: {title}',
      test: 'A test message of Pharos',
      report: '{title}',
    },
    many: {
      opened: '{count} incidents',
      changed: '{count} incidents changed',
      escalated: '{count} incidents escalated',
      repeated: '{count} incidents still open',
      ended: '{count} incidents ended',
      test: 'A test message of Pharos',
      report: 'A report',
    },
    project: 'Project: {project}',
    more: 'and {count} more',
    measured: {
      threshold: '{metric} {value}',
      change: '{metric} {value}',
      anomaly: '{metric} {value}',
      noData: '{metric}: no data',
      burnRate: '{metric}: error budget spent {value} times as fast as it lasts',
      errors: 'occurrences {value}',
      agents: 'agents {value}',
      quotas: 'used {value}',
    },
    limit: 'limit {limit}',
    before: 'before {limit}',
    open: 'for {duration}',
    lasted: 'lasted {duration}',
    runbook: 'Runbook',
    details: 'Open in Pharos',
    test: 'This channel works. Nothing has happened.',
    units: ['d', 'h', 'min', 's'],
  },
  'zh-CN': {
    severity: { info: '提示', warning: '警告', critical: '严重' },
    ended: '已结束',
    acknowledged: '已确认',
    one: {
      opened: '{title}',
      changed: '有变化：{title}',
      escalated: '已升级：{title}',
      repeated: '仍未结束：{title}',
      ended: '已结束：{title}',
      test: 'Pharos 测试消息',
      report: '{title}',
    },
    many: {
      opened: '{count} 个事件',
      changed: '{count} 个事件有变化',
      escalated: '{count} 个事件已升级',
      repeated: '{count} 个事件仍未结束',
      ended: '{count} 个事件已结束',
      test: 'Pharos 测试消息',
      report: '报告',
    },
    project: '项目：{project}',
    more: '还有 {count} 个',
    measured: {
      threshold: '{metric} {value}',
      change: '{metric} {value}',
      anomaly: '{metric} {value}',
      noData: '{metric}：无数据',
      burnRate: '{metric}：错误预算消耗速度为正常的 {value} 倍',
      errors: '出现次数 {value}',
      agents: '智能体 {value}',
      quotas: '已用 {value}',
    },
    limit: '阈值 {limit}',
    before: '此前 {limit}',
    open: '已持续 {duration}',
    lasted: '持续了 {duration}',
    runbook: '处理手册',
    details: '在 Pharos 中查看',
    test: '此通知渠道可用，没有发生任何事件。',
    units: ['天', '小时', '分钟', '秒'],
  },
};

const DAY_S = 86_400;
const SIZES = [DAY_S, 3600, 60, 1];

/** The two largest units that are not nothing, cut to whole ones: `2 h 5 min`, `40 s`. */
export function durationText(ms: number, language: Language): string {
  const { units } = NOTICE_WORDS[language];
  let left = Math.max(0, Math.floor(ms / 1000));
  const parts = SIZES.map((size, index) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return { count, text: `${count} ${units[index]}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first < 0) return `0 ${units[3]}`;
  return parts
    .slice(first, first + 2)
    .flatMap(({ count, text }) => (count > 0 ? [text] : []))
    .join(' ');
}

/** What it is about, in one line, without how bad it is. */
export function subjectLine({ reason, incidents, more, title, language }: Notice): string {
  const words = NOTICE_WORDS[language];
  const count = incidents.length + more;
  const [only] = incidents;
  if (count === 1 && only) return fill(words.one[reason], { title: oneLine(only.title) });
  if (count === 0 && title !== '') return fill(words.one.report, { title: oneLine(title) });
  return fill(words.many[reason], { count: String(count) });
}

/** Up to four digits that mean something; large numbers whole. */
export const numberText = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));

/** What was measured and what it is held to: `Latency P95 4.20 s (limit 2.00 s)`; '' when nothing was. */
export function figureText({ figure }: Pick<NoticeIncident, 'figure'>, language: Language): string {
  if (figure === null) return '';
  const words = NOTICE_WORDS[language];
  const { by, value, limit } = figure.measured ?? { by: 'threshold' as const, ...figure };
  const write = writing(figure, language);
  const told = fill(words.measured[by], {
    metric: oneLine(metricName(figure.metric, language)),
    value: write(value),
  });
  // There is nothing that nothing is held against.
  if (limit === null || by === 'noData') return told;
  return `${told} (${fill(by === 'change' ? words.before : words.limit, { limit: write(limit) })})`;
}

/** Thin spaces are not in the fonts of all programs that show messages. */
const plainSpaces = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ');

/** How values of a figure are written. */
function writing({ unit, measured }: NoticeFigure, language: Language): (value: number) => string {
  if (measured) return (value) => plainSpaces(formatUnit(value, measured.unit, language));
  return (value) => (unit === '' ? numberText(value) : `${numberText(value)} ${unit}`);
}

/** How long an incident has been or was there. */
export function ageText({ since, endedAt }: NoticeIncident, language: Language, nowMs: number): string {
  const words = NOTICE_WORDS[language];
  const endMs = endedAt === null ? nowMs : Date.parse(endedAt);
  const duration = durationText(endMs - Date.parse(since), language);
  return fill(endedAt === null ? words.open : words.lasted, { duration });
}

/** Labels that every incident has, which its title and its standing tell already. */
const TOLD: ReadonlySet<string> = new Set(['rule', 'severity', 'kind']);

/** `model=gpt-4.1 agent=planner`, in order of names. */
export const labelsText = ({ labels }: Pick<NoticeIncident, 'labels'>): string =>
  Object.entries(labels)
    .filter(([name]) => !TOLD.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${oneLine(value)}`)
    .join(' ');

/** How it stands: its severity, or that it ended. */
export function standingText(incident: NoticeIncident, language: Language): string {
  const words = NOTICE_WORDS[language];
  if (!incident.isOpen) return words.ended;
  const severity = words.severity[incident.severity];
  return incident.isAcknowledged ? `${severity} (${words.acknowledged})` : severity;
}

/** What is known of an incident beside its title, in one line. */
export const factsLine = (incident: NoticeIncident, language: Language, nowMs: number): string =>
  [figureText(incident, language), ageText(incident, language, nowMs), labelsText(incident)]
    .filter((part) => part !== '')
    .join(' · ');

/** An incident in one line. */
export const incidentLine = (incident: NoticeIncident, language: Language, nowMs: number): string =>
  [standingText(incident, language), oneLine(incident.title), factsLine(incident, language, nowMs)].join(
    ' · ',
  );

/** Says how many are left out; '' when none is. */
export const moreLine = (count: number, language: Language): string =>
  count > 0 ? fill(NOTICE_WORDS[language].more, { count: String(count) }) : '';

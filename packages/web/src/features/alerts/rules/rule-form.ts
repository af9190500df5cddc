import type { ConditionKind } from '@pharos/core/alerts/condition';
import { type NoDataPolicy, type RuleInput, ruleInputSchema, type Severity } from '@pharos/core/alerts/rule';
import type { RuleTemplate } from '@pharos/core/alerts/templates';
import type { Watch, WatchKind } from '@pharos/core/alerts/watch';
import { formatFilterText, parseFilterText } from '@pharos/core/filter-text';
import { readIn } from '@pharos/core/local-text';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { parseTyped } from '../../../components/form/problems.ts';
import { readDuration, writtenDuration } from '../typed-duration.ts';
import { type BurnWindowForm, readWindows, USUAL_WINDOWS, writtenWindows } from './burn-windows.ts';

/** What is typed of conditions, as text. Shares are typed in percent. */
export const CONDITION_FIELDS = {
  threshold: ['op', 'limit', 'recovery'],
  change: ['against', 'direction', 'percent', 'recoveryPercent', 'leastChange'],
  anomaly: ['direction', 'reach', 'leastPercent', 'leastChange'],
  noData: [],
  burnRate: ['objective'],
} as const satisfies Record<ConditionKind, readonly string[]>;
export type ConditionField = (typeof CONDITION_FIELDS)[ConditionKind][number];

/** A rule as it is typed. */
export interface RuleForm {
  name: string;
  description: string;
  kind: WatchKind;
  metric: string;
  by: readonly string[];
  filter: string;
  window: string;
  leastRows: string;
  maxGroups: string;
  condition: ConditionKind;
  /** Of every kind of condition, so that a kind that is left and taken again has kept what was typed. */
  typed: Readonly<Record<ConditionField, string>>;
  /** Of a burn rate. */
  windows: readonly BurnWindowForm[];
  happenings: readonly string[];
  leastCount: string;
  states: readonly string[];
  agent: string;
  percent: string;
  /** The id of one; empty: all. */
  quota: string;
  for: string;
  recover: string;
  every: string;
  delay: string;
  severity: Severity;
  noData: NoDataPolicy;
  /** One a line: `team=search`. */
  labels: string;
  runbook: string;
  owner: string;
  policy: string | null;
  enabled: boolean;
}

const NEW_TYPED: RuleForm['typed'] = {
  ...{ op: '>', limit: '', recovery: '', against: 'previous', direction: 'either', percent: '50' },
  recoveryPercent: '',
  ...{ leastChange: '0', reach: '4', leastPercent: '20', objective: '99' },
};
export const NEW_RULE: RuleForm = {
  ...{ name: '', description: '', kind: 'metric', metric: 'errorRate', by: [], filter: '' },
  ...{
    window: '5 min',
    leastRows: '0',
    maxGroups: '100',
    windows: USUAL_WINDOWS,
    condition: 'threshold',
    typed: NEW_TYPED,
  },
  ...{ happenings: ['new', 'regressed'], leastCount: '1', states: ['failing', 'stuck', 'offline'] },
  ...{
    agent: '',
    percent: '80',
    quota: '',
    for: '0 min',
    recover: '0 min',
    every: '1 min',
    delay: '15 s',
    severity: 'warning',
  },
  ...{ noData: 'keep', labels: '', runbook: '', owner: '', policy: null, enabled: true },
};

/** Shares are read in percent. */
const factorOf = (metric: string): number => (unitOfMetric(metric) === 'ratio' ? 100 : 1);
const round = (value: number): number => Number(value.toPrecision(12));
const written = (value: number | undefined, factor = 1): string =>
  value === undefined ? '' : String(round(value * factor));
const read = (text: string, factor = 1): number | undefined =>
  text.trim() === '' ? undefined : round(Number(text) / factor);

/** Another metric is watched: a limit in another unit would be another limit. */
export function withMetric({ metric: before, typed }: RuleForm, metric: string): Partial<RuleForm> {
  const isSame = unitOfMetric(before) === unitOfMetric(metric);
  return isSame ? { metric } : { metric, typed: { ...typed, limit: '', recovery: '', leastChange: '0' } };
}

/** A rule ready to be changed. */
export function formOf(rule: RuleInput): RuleForm {
  const { name, description, watch, severity, noData, runbook, owner, policy, enabled } = rule;
  return {
    ...NEW_RULE,
    ...{ name, description, severity, noData, runbook, owner, policy, enabled },
    ...watchForm(watch),
    for: writtenDuration(rule.forSeconds),
    recover: writtenDuration(rule.recoverSeconds),
    every: writtenDuration(rule.everySeconds),
    delay: writtenDuration(rule.delaySeconds),
    labels: writtenLabels(rule.labels),
  };
}

/** A rule for what leaves its band, hour by hour, of a metric whose usual was looked at. */
export const formOfUsual = (of: Pick<RuleForm, 'name' | 'metric' | 'filter'>): RuleForm => ({
  ...{ ...NEW_RULE, ...of, condition: 'anomaly', window: '1 h' },
});

/** A template ready to become a rule, in the language of its reader. */
export const formOfTemplate = ({ title, about, rule }: RuleTemplate, language: string): RuleForm =>
  formOf({ ...rule, name: readIn(title, language), description: readIn(about, language) });

function watchForm(watch: Watch): Partial<RuleForm> {
  switch (watch.kind) {
    case 'metric': {
      const { kind, metric, by, filters, search, windowSeconds, leastRows, maxGroups, condition } = watch;
      return {
        ...{ kind, metric, by, filter: formatFilterText({ filters, search }) },
        ...{ window: writtenDuration(windowSeconds), leastRows: written(leastRows) },
        maxGroups: written(maxGroups),
        ...(condition.kind === 'burnRate' && { windows: writtenWindows(condition.windows) }),
        ...{ condition: condition.kind, typed: { ...NEW_TYPED, ...typedOf(condition, factorOf(metric)) } },
      };
    }
    case 'errors': {
      const { kind, happenings, filters, leastCount, windowSeconds } = watch;
      const filter = formatFilterText({ filters, search: '' });
      return {
        kind,
        happenings,
        filter,
        leastCount: written(leastCount),
        window: writtenDuration(windowSeconds),
      };
    }
    case 'agents':
      return { kind: watch.kind, states: watch.states, agent: watch.agent ?? '' };
    case 'quotas':
      return { kind: watch.kind, percent: written(watch.percent), quota: watch.quota ?? '' };
  }
}

type Condition = Extract<Watch, { kind: 'metric' }>['condition'];

function typedOf(condition: Condition, factor: number): Partial<RuleForm['typed']> {
  switch (condition.kind) {
    case 'threshold': {
      const { op, limit, recovery } = condition;
      return { op, limit: written(limit, factor), recovery: written(recovery, factor) };
    }
    case 'change': {
      const { against, direction, percent, recoveryPercent, leastChange } = condition;
      return {
        ...{ against, direction, percent: written(percent), recoveryPercent: written(recoveryPercent) },
        leastChange: written(leastChange, factor),
      };
    }
    case 'anomaly': {
      const { direction, reach, leastPercent, leastChange } = condition;
      const least = { leastPercent: written(leastPercent), leastChange: written(leastChange, factor) };
      return { direction, reach: written(reach), ...least };
    }
    case 'noData':
      return {};
    case 'burnRate':
      return { objective: written(condition.objective, 100) };
  }
}

function typedCondition({ condition: kind, typed, metric, windows }: RuleForm) {
  const factor = factorOf(metric);
  const { op, against, direction } = typed;
  const leastChange = read(typed.leastChange, factor);
  switch (kind) {
    case 'threshold':
      return { kind, op, limit: read(typed.limit, factor), recovery: read(typed.recovery, factor) };
    case 'change':
      return {
        ...{ kind, against, direction, percent: read(typed.percent), leastChange },
        recoveryPercent: read(typed.recoveryPercent),
      };
    case 'anomaly':
      return {
        ...{ kind, direction, reach: read(typed.reach), leastChange },
        leastPercent: read(typed.leastPercent),
      };
    case 'noData':
      return { kind };
    case 'burnRate':
      return { kind, objective: read(typed.objective, 100), windows: readWindows(windows) };
  }
}

function typedWatch(form: RuleForm) {
  const { kind, filter } = form;
  const { filters, search } = parseFilterText(filter);
  const windowSeconds = readDuration(form.window);
  switch (kind) {
    case 'metric': {
      const { metric, by } = form;
      const most = { leastRows: read(form.leastRows), maxGroups: read(form.maxGroups) };
      const rest = { ...most, condition: typedCondition(form) };
      return { kind, metric, by, filters, search, windowSeconds, ...rest };
    }
    case 'errors':
      return {
        // Errors are not searched by text.
        ...{ kind, happenings: form.happenings, filters: search === '' ? filters : null, windowSeconds },
        leastCount: read(form.leastCount),
      };
    case 'agents':
      return { kind, states: form.states, ...(form.agent.trim() !== '' && { agent: form.agent.trim() }) };
    case 'quotas':
      return { kind, percent: read(form.percent), ...(form.quota !== '' && { quota: form.quota }) };
  }
}

/** What was typed as the API takes it, or what is wrong with it. */
export function parseForm(form: RuleForm) {
  const { name, description, severity, noData, runbook, owner, policy, enabled } = form;
  return parseTyped(ruleInputSchema, {
    ...{ name, description, severity, noData, runbook: runbook.trim(), owner, policy, enabled },
    watch: typedWatch(form),
    forSeconds: readDuration(form.for),
    recoverSeconds: readDuration(form.recover),
    everySeconds: readDuration(form.every),
    delaySeconds: readDuration(form.delay),
    labels: readLabels(form.labels),
  });
}

/** Labels, one a line; a line break inside of a value is `\\n`. */
const writtenLabels = (labels: RuleInput['labels']): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`)
    .join('\n');

function readLabels(typed: string): Record<string, string> {
  const lines = typed.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [label = '', ...value] = line.split('=');
      const read = value.join('=').replace(/\\(.)/g, (_, next: string) => (next === 'n' ? '\n' : next));
      return [label.trim(), read];
    }),
  );
}

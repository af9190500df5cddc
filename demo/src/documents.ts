import { type RuleInput, ruleInputSchema } from '@pharos/core/alerts/rule';
import { ALERT_TEMPLATES } from '@pharos/core/alerts/templates';
import { readIn } from '@pharos/core/local-text';
import type { ReportInput } from '@pharos/core/reports/report';
import { SendError, type Sender } from './send.ts';

/** What is made of each template, and one of its own for the tool that fails now and then. */
export const RULES: readonly RuleInput[] = [
  ...ALERT_TEMPLATES.map(({ title, about, rule }) => ({
    ...rule,
    name: readIn(title, 'en'),
    description: readIn(about, 'en'),
  })),
  ruleInputSchema.parse({
    ...{ name: 'A tool fails too often', severity: 'warning', owner: 'ada', labels: { team: 'support' } },
    description: 'More than a fifth of the calls of a tool failed within an hour.',
    watch: {
      ...{ kind: 'metric', metric: 'spanErrorRate', by: ['tool'], windowSeconds: 3600, leastRows: 5 },
      filters: [{ field: 'tool', op: 'exists', values: [] }],
      condition: { kind: 'threshold', op: '>', limit: 0.2, recovery: 0.1 },
    },
  }),
];

/** For whom they are, and when. */
export const REPORTS: readonly ReportInput[] = [
  {
    ...{ name: 'Week in numbers', period: 'week', timeZone: 'Europe/Berlin' },
    content: { of: 'template', template: 'executive' },
    schedule: { every: 'week', on: 1, at: '08:00' },
  },
  {
    ...{ name: '每日运维', period: 'day', timeZone: 'Asia/Shanghai', language: 'zh-CN' },
    content: { of: 'template', template: 'operations' },
    schedule: { every: 'day', at: '09:00' },
  },
  {
    ...{ name: 'Cost of the month', period: 'last30d', timeZone: 'Europe/Berlin' },
    content: { of: 'template', template: 'cost' },
    schedule: { every: 'month', on: 1, at: '07:00' },
  },
];

export interface Made {
  rules: number;
  reports: number;
}

/**
 * Makes the alert rules and reports that are not there yet; each report is made once at the beginning, so that there is something to
 * read. How many were made; undefined with a key that may not do that.
 */
export async function makeDocuments(sender: Sender): Promise<Made | undefined> {
  try {
    const rules = await missing(sender, '/api/v1/alerts/rules', RULES);
    for (const rule of rules) await sender.ask('/api/v1/alerts/rules', rule);
    const reports = await missing(sender, '/api/v1/reports', REPORTS);
    for (const report of reports) {
      const { id } = await sender.ask<{ id: string }>('/api/v1/reports', report);
      await sender.ask(`/api/v1/reports/${id}/runs`, {});
    }
    return { rules: rules.length, reports: reports.length };
  } catch (error) {
    if (error instanceof SendError && error.status === 403) return undefined;
    throw error;
  }
}

async function missing<Document extends { name: string }>(
  sender: Sender,
  path: string,
  wanted: readonly Document[],
): Promise<Document[]> {
  const { data } = await sender.get<{ data: { name: string }[] }>(path);
  const there = new Set(data.map(({ name }) => name));
  return wanted.filter(({ name }) => !there.has(name));
}

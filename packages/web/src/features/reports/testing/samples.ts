import type { ReportRun, ReportRunDetail, StoredReport } from '@pharos/core/api/reports';
import type { MadeReport } from '@pharos/core/reports/made';
import { reportRequestSchema } from '@pharos/core/reports/report';

const AT = '2026-11-23T07:00:00.000Z';

/** A report that is kept, made every Monday. */
export const report = (over: Partial<StoredReport> = {}): StoredReport => ({
  ...{ id: 'r1', name: 'Weekly', content: { of: 'template', template: 'executive' }, period: 'week' },
  ...{ timeZone: 'Europe/Berlin', filter: '', language: 'en', channels: ['c1'], enabled: true },
  schedule: { every: 'week', on: 1, at: '08:00' },
  ...{ createdAt: AT, updatedAt: AT, updatedBy: 'Ada', dueAt: '2026-11-30T07:00:00.000Z', lastRun: null },
  ...over,
});

/** What was made of it by its schedule. */
export const run = (over: Partial<ReportRun> = {}): ReportRun => ({
  ...{ id: 'x1', reportId: 'r1', name: 'Weekly', state: 'done', step: 3, steps: 3 },
  ...{
    timeZone: 'Europe/Berlin',
    scheduledFor: AT,
    askedBy: null,
    createdAt: AT,
    finishedAt: AT,
    error: null,
    sent: 2,
  },
  ...{ from: '2026-11-15T23:00:00.000Z', to: '2026-11-22T23:00:00.000Z' },
  ...over,
});

const days = [16, 17, 18, 19, 20, 21, 22].map((day) => `2026-11-${day - 1}T23:00:00.000Z`);
const times = { bucketSeconds: 86_400, buckets: days };
const count = { name: 'requests', unit: 'count' } as const;
const cost = { name: 'cost', unit: 'usd' } as const;

export const made: MadeReport = {
  ...{ form: 1, name: 'Weekly', project: { id: 'p1', name: 'shop-assistant' }, timeZone: 'Europe/Berlin' },
  ...{ from: '2026-11-15T23:00:00.000Z', to: '2026-11-22T23:00:00.000Z' },
  ...{ previousFrom: '2026-11-08T23:00:00.000Z', madeAt: AT, filter: 'environment:production', rate: null },
  sections: [
    {
      ...{ kind: 'figures', title: '' },
      ...times,
      figures: [
        { metric: { name: 'errorRate', unit: 'ratio' }, value: 0.05, previous: 0.01, points: [0.01, 0.05] },
        { metric: count, value: 1500, previous: 1000, points: [200, 300] },
      ],
    },
    {
      ...{ kind: 'chart', title: { en: 'Cost by model', 'zh-CN': '各模型成本' }, mark: 'stacked' },
      ...{ dimension: 'model', ...times },
      series: [
        { metric: cost, group: 'gpt-5', other: false, points: [1, 2, 3, 4, 5, 6, 7] },
        { metric: cost, group: '', other: true, points: [1, 1, 1, 1, 1, 1, 1] },
      ],
    },
    {
      ...{
        kind: 'table',
        title: 'Users who ask most',
        dimension: 'user',
        filter: 'has:user',
        metrics: [count, cost],
      },
      rows: [{ group: 'user-1042', other: false, values: [120, 3.5], previous: [100, 3] }],
    },
    {
      ...{ kind: 'incidents', title: '', opened: 1, atLeast: false, bySeverity: { critical: 1 } },
      ...{ acknowledgedAfterMs: null, endedAfterMs: 60_000 },
      rows: [
        {
          ...{ id: 'i1', title: 'Slow answers', severity: 'critical', acknowledgedBy: null },
          ...{ openedAt: '2026-11-18T09:00:00.000Z', endedAt: '2026-11-18T09:01:00.000Z' },
        },
      ],
    },
    { kind: 'failed', title: 'Errors', reason: 'the query took too long' },
  ],
};

export const detail = (over: Partial<ReportRunDetail> = {}): ReportRunDetail => ({
  ...run(),
  request: reportRequestSchema.parse({ name: 'Weekly', content: { of: 'template', template: 'executive' } }),
  made,
  ...over,
});

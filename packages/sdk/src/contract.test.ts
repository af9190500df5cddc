import type { eventReportSchema } from '@pharos/core/api/events';
import type { heartbeatSchema, presenceReportSchema, runReportSchema } from '@pharos/core/api/live-reports';
import type { quotaCheckSchema, quotaDecisionSchema, quotaSettleSchema } from '@pharos/core/api/quotas';
import type { scoreCreateSchema } from '@pharos/core/api/scores';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import type {
  EventReport,
  Heartbeat,
  PresenceReport,
  RunReport,
  ScoreReport,
  SettleReport,
} from './reports.ts';
import type { QuotaAnswer, Spending } from './tokens/quota.ts';

test('The types of what is told and answered are those of the contract', () => {
  // That this compiles is the test.
  const told = {
    heartbeat: (report: Required<Heartbeat>): z.input<typeof heartbeatSchema> => report,
    run: (report: Required<RunReport>): z.input<typeof runReportSchema> => report,
    presence: (report: Required<PresenceReport>): z.input<typeof presenceReportSchema> => report,
    event: (report: Required<EventReport>): z.input<typeof eventReportSchema> => report,
    score: (report: Required<ScoreReport>): z.input<typeof scoreCreateSchema> => report,
    settle: (report: Required<SettleReport>): z.input<typeof quotaSettleSchema> => report,
    spending: (spending: Required<Spending>): z.input<typeof quotaCheckSchema> => spending,
    answer: (answer: z.output<typeof quotaDecisionSchema>): QuotaAnswer => answer,
  };
  expect(Object.keys(told)).toHaveLength(8);
});

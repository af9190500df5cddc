import { z } from 'zod';
import { SEVERITIES, type Severity } from '../alerts/rule.ts';
import { PAGE_REASONS } from '../escalation/page.ts';
import { LANGUAGES } from '../language.ts';
import { UNITS } from '../metrics.ts';

/** Why somebody is told. */
export const NOTICE_REASONS = [...PAGE_REASONS, 'test', 'report'] as const;
export type NoticeReason = (typeof NOTICE_REASONS)[number];

/** Incidents that a notice tells one by one; what is beyond is in `more`. */
export const MAX_TOLD = 50;

const moment = z.iso.datetime();
const link = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2048)]);
const text = (most: number) => z.string().max(most);

/** By what kind of condition, or of what beside metrics, a figure is bad. */
export const JUDGED_BY = [
  'threshold',
  'change',
  'anomaly',
  'noData',
  'burnRate',
  'errors',
  'agents',
  'quotas',
] as const;
export type JudgedBy = (typeof JUDGED_BY)[number];

/** What was measured when it was told, against what it is held to. */
export const noticeFigureSchema = z.object({
  /** The id of a metric, or `errors`, `agents`, `quotas`. */
  metric: text(200),
  value: z.number(),
  limit: z.number().nullable(),
  /** As it is written behind both: `ms`, `%`, `USD`. */
  unit: text(16).default(''),
  /** The same in the unit of the metric, of which words are made for each reader; what was stored before has none. */
  measured: z
    .object({
      by: z.enum(JUDGED_BY),
      value: z.number(),
      limit: z.number().nullable(),
      unit: z.enum(UNITS),
    })
    .optional(),
});
export type NoticeFigure = z.output<typeof noticeFigureSchema>;

export const noticeIncidentSchema = z.object({
  id: text(64).min(1),
  /** The same for whatever fires again for the same reason; '' when only the id tells. */
  fingerprint: text(200).default(''),
  title: text(300),
  severity: z.enum(SEVERITIES),
  isOpen: z.boolean(),
  /** Somebody has taken it on. */
  isAcknowledged: z.boolean().default(false),
  labels: z.record(text(64), text(256)),
  since: moment,
  endedAt: moment.nullable(),
  figure: noticeFigureSchema.nullable(),
  description: text(4000),
  runbook: link,
  /** Where it is seen. */
  url: link,
});
export type NoticeIncident = z.output<typeof noticeIncidentSchema>;

/** What is told by a channel, as data; words are made of it for each reader. */
export const noticeSchema = z.object({
  /** The same however often it is sent, so that whoever receives it twice can know. */
  key: text(200).min(1),
  reason: z.enum(NOTICE_REASONS),
  project: z.object({ id: text(64), name: text(200) }),
  incidents: z.array(noticeIncidentSchema).max(MAX_TOLD),
  /** How many are left out. */
  more: z.number().int().min(0).default(0),
  url: link,
  language: z.enum(LANGUAGES),
  /** What a report is called and says; '' where incidents speak. */
  title: text(300).default(''),
  /** By which it is had in whole. */
  report: text(64).default(''),
  summary: text(8000).default(''),
});
export type Notice = z.output<typeof noticeSchema>;
export type NoticeInput = z.input<typeof noticeSchema>;

/** The heaviest severity of what is still open; of all when nothing is; `info` when there are no incidents. */
export function severityOf({ incidents }: Pick<Notice, 'incidents'>): Severity {
  const open = incidents.filter(({ isOpen }) => isOpen);
  const ranks = (open.length > 0 ? open : incidents).map(({ severity }) => SEVERITIES.indexOf(severity));
  return SEVERITIES[Math.max(0, ...ranks)] ?? 'info';
}

import { z } from 'zod';
import { SEVERITIES } from '../alerts/rule.ts';
import { watchSchema } from '../alerts/watch.ts';
import { filterSchema } from '../filter.ts';
import { INCIDENT_EVENTS } from '../incidents/incident.ts';
import { UNITS } from '../metrics.ts';
import { pageOf, projectQuery } from './common.ts';

/** `steadying`: it is well, and over soon unless it fires again. */
export const INCIDENT_STATES = ['firing', 'steadying', 'ended'] as const;

export const incidentSchema = z.object({
  id: z.string(),
  ruleId: z.string(),
  title: z.string(),
  /** As the rule was when it fired. */
  rule: z.object({
    name: z.string(),
    description: z.string(),
    runbook: z.string(),
    owner: z.string(),
    /** The name of a metric, or `errors`, `agents`, `quotas`. */
    watches: z.string(),
    /** Of its figures. */
    unit: z.enum(UNITS),
  }),
  severity: z.enum(SEVERITIES),
  state: z.enum(INCIDENT_STATES),
  group: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  /** When it fired last, and what that was held against. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
  openedAt: z.string(),
  endedAt: z.string().nullable(),
  /** How often it fired again after it was well. */
  returns: z.number(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  assignee: z.string().nullable(),
  /** `silence:<id>`, or `incident:<id>` of which it is a symptom; nobody is told of it. */
  mutedBy: z.string().nullable(),
});
export type Incident = z.output<typeof incidentSchema>;
export const incidentPageSchema = pageOf(incidentSchema);

export const incidentEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(INCIDENT_EVENTS),
  /** Null: nobody but time and rules. */
  actor: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export const incidentDetailSchema = incidentSchema.extend({
  /** What its rule looked at when it fired. */
  watch: watchSchema,
  forSeconds: z.number(),
  /** The latest 500, the oldest of them first. */
  events: z.array(incidentEventSchema),
});
export type IncidentDetail = z.output<typeof incidentDetailSchema>;

const periodSchema = z.object({ from: z.string(), to: z.string() });
const figureSchema = z.object({ value: z.number().nullable(), rows: z.number() });
/** What tells most of a change, ranked. */
export const whatChangedSchema = z.object({
  before: periodSchema,
  after: periodSchema,
  suspects: z.array(
    z.object({
      dimension: z.string(),
      metric: z.string(),
      value: z.string(),
      before: figureSchema,
      after: figureSchema,
      /** Of the whole change, 1 for all of it; more than 1 where others went the other way. */
      share: z.number(),
      /** The conditions that list the traces behind it. */
      filters: z.array(filterSchema),
      /** Values of other dimensions with the very same figures, so that nothing tells them apart. */
      sameAs: z.array(z.object({ dimension: z.string(), value: z.string() })),
    }),
  ),
});
export type WhatChanged = z.output<typeof whatChangedSchema>;

export const incidentQuery = projectQuery.extend({
  state: z.enum(['open', 'ended', 'all']).default('all'),
  rule: z.string().max(64).optional(),
  severity: z.enum(SEVERITIES).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What somebody does about an incident; what is left out stays as it is. */
export const incidentChangeSchema = z
  .object({
    acknowledged: z.boolean().optional(),
    /** Null: nobody. */
    assignee: z.string().trim().min(1).max(120).nullable().optional(),
    comment: z.string().trim().min(1).max(4000).optional(),
    /** Ends it. It opens again when its rule fires anew. */
    resolved: z.literal(true).optional(),
  })
  .refine((change) => Object.values(change).some((each) => each !== undefined), {
    message: 'changes nothing',
  });
export type IncidentChange = z.output<typeof incidentChangeSchema>;

import { z } from 'zod';
import { ALERT_DOCUMENTS, type AlertDocument, type AlertDocumentKind } from '../alerts/documents.ts';
import { ALERT_STATES } from '../alerts/standing.ts';
import { answerSchema } from '../question.ts';

/** Where each kind is, below `/api/v1/alerts`. */
export const ALERT_PATHS: Record<AlertDocumentKind, string> = {
  rule: 'rules',
  silence: 'silences',
  inhibition: 'inhibitions',
  policy: 'policies',
  schedule: 'schedules',
  contact: 'contacts',
};

const authorship = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});

/** A rule, silence, inhibition, policy or schedule as it is kept. */
export type StoredAlertDocument<Kind extends AlertDocumentKind = AlertDocumentKind> = AlertDocument<Kind> &
  z.output<typeof authorship>;

export const storedSchema = <Kind extends AlertDocumentKind>(kind: Kind) =>
  z.intersection(ALERT_DOCUMENTS[kind].schema, authorship);

const group = z.array(z.string());
const moment = z.string().nullable();

/** How the groups of a rule stood at its last evaluation. */
export const ruleStandingSchema = z.object({
  evaluatedAt: moment,
  /** Why the last evaluation failed; null when it went well. */
  error: z.string().nullable(),
  /** Groups that were forgotten to make room for others. */
  dropped: z.number(),
  groups: z.array(
    z.object({
      group,
      state: z.enum(ALERT_STATES),
      since: z.string(),
      value: z.number().nullable(),
      limit: z.number().nullable(),
    }),
  ),
});

/** How many groups of a rule stood how at its last evaluation. */
export const ruleSummarySchema = z.object({
  ruleId: z.string(),
  /** Null: not yet. */
  evaluatedAt: moment,
  error: z.string().nullable(),
  groups: z.partialRecord(z.enum(ALERT_STATES), z.number()),
});
export type RuleSummary = z.output<typeof ruleSummarySchema>;

/** When a rule would have fired. */
export const backtestSchema = z.object({
  /** The figures that it was judged by. */
  answer: answerSchema,
  episodes: z.array(
    z.object({
      group,
      badSince: z.string(),
      firedAt: z.string(),
      /** Null: it would still fire. */
      endedAt: moment,
      worst: z.number().nullable(),
    }),
  ),
});

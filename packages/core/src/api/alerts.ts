import { z } from 'zod';
import { ALERT_DOCUMENTS, type AlertDocument, type AlertDocumentKind } from '../alerts/documents.ts';

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
export const storedRuleSchema = storedSchema('rule');
export type StoredRule = z.output<typeof storedRuleSchema>;

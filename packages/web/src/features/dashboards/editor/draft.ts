import { type Dashboard, dashboardSchema } from '@pharos/core/dashboards/dashboard';
import { z } from 'zod';
import { dropSetting, readSetting, writeSetting } from '../../../local-settings.ts';

const draftSchema = z.object({
  /** The version that was changed. */
  version: z.number().int(),
  /** ISO 8601. */
  at: z.string(),
  document: dashboardSchema,
});
export type Draft = z.infer<typeof draftSchema>;

const nameOf = (project: string, id: string) => `draft.${project}.${id}`;

/** Unsaved changes that this browser kept; undefined when there are none that can still be read. */
export function readDraft(project: string, id: string): Draft | undefined {
  try {
    return draftSchema.parse(JSON.parse(readSetting(nameOf(project, id)) ?? ''));
  } catch {
    return undefined;
  }
}

export function keepDraft(project: string, id: string, version: number, document: Dashboard): void {
  const draft: Draft = { version, at: new Date().toISOString(), document };
  writeSetting(nameOf(project, id), JSON.stringify(draft));
}

export const dropDraft = (project: string, id: string): void => dropSetting(nameOf(project, id));

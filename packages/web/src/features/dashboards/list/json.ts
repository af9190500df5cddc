import { type Dashboard, dashboardSchema } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { z } from 'zod';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { fileName, saveFile } from '../../../save-file.ts';

/** A dashboard as a file that can be imported anywhere. */
export const downloadDashboard = (dashboard: Dashboard): void =>
  saveFile(
    fileName(readIn(dashboard.title, currentLanguage()), 'json'),
    'application/json',
    `${JSON.stringify(dashboard, null, 2)}\n`,
  );

type Issue = z.core.$ZodIssue;

/** Something that keeps a text from being a dashboard. */
export interface Problem {
  /** Where in the document: `tabs[0].widgets[3].mark`; '' for the whole. */
  path: string;
  /** What kind of problem it is, as zod calls it; `json` for a text that is none. */
  code: Issue['code'] | 'json';
  message: string;
  /** What is wanted there. */
  wanted: string;
}
export type Imported = { document: Dashboard } | { problems: Problem[] };

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

function wantedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'too_big') return String(issue.maximum);
  if (issue.code === 'too_small') return String(issue.minimum);
  return '';
}

/** A document, or what the API answers with, which holds one. */
const enveloped = z.object({ document: z.unknown() });

/** Reads a text as a dashboard. Every problem is told with its place. */
export function readDashboard(text: string): Imported {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ path: '', code: 'json', message, wanted: '' }] };
  }
  const inner = enveloped.safeParse(data);
  const result = dashboardSchema.safeParse(inner.success ? inner.data.document : data);
  if (result.success) return { document: result.data };
  return {
    problems: result.error.issues.map((issue) => ({
      path: pathText(issue.path),
      code: issue.code,
      message: issue.message,
      wanted: wantedBy(issue),
    })),
  };
}

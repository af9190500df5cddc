import { z } from 'zod';
import { plainText, titleLine } from './message.ts';
import { type Notice, severityOf } from './notice.ts';
import { figureText } from './words.ts';

type Json = z.core.util.JSONType;
const jsonSchema = z.json();

const MAX_TEXT_BYTES = 8_000;
const PLACEHOLDER = /\{\{\s*([\w.]+)\s*\}\}/g;
const ALONE = /^\{\{\s*([\w.]+)\s*\}\}$/;

/** What a webhook sends unless it has a template, and what placeholders stand for. */
export const noticeView = (notice: Notice, nowMs: number) => {
  const { key, reason, project, incidents, more, url, language } = notice;
  return {
    version: 1,
    key,
    reason,
    severity: severityOf(notice),
    title: titleLine(notice),
    text: plainText(notice, nowMs, MAX_TEXT_BYTES),
    project,
    incidents: incidents.map((incident) => ({
      ...incident,
      figure: incident.figure && {
        ...incident.figure,
        text: figureText(incident, language),
      },
    })),
    count: incidents.length + more,
    more,
    url,
    language,
    sentAt: new Date(nowMs).toISOString(),
  };
};
type View = ReturnType<typeof noticeView>;

/** Placeholders that there are: names of the view, of the project, and of the first incident. */
const NAMES: Readonly<Record<string, (view: View) => unknown>> = {
  key: (view) => view.key,
  reason: (view) => view.reason,
  severity: (view) => view.severity,
  title: (view) => view.title,
  text: (view) => view.text,
  'project.id': (view) => view.project.id,
  'project.name': (view) => view.project.name,
  incidents: (view) => view.incidents,
  count: (view) => view.count,
  more: (view) => view.more,
  url: (view) => view.url,
  language: (view) => view.language,
  sentAt: (view) => view.sentAt,
  'incident.id': (view) => view.incidents[0]?.id,
  'incident.title': (view) => view.incidents[0]?.title,
  'incident.severity': (view) => view.incidents[0]?.severity,
  'incident.isOpen': (view) => view.incidents[0]?.isOpen,
  'incident.labels': (view) => view.incidents[0]?.labels,
  'incident.since': (view) => view.incidents[0]?.since,
  'incident.endedAt': (view) => view.incidents[0]?.endedAt,
  'incident.description': (view) => view.incidents[0]?.description,
  'incident.runbook': (view) => view.incidents[0]?.runbook,
  'incident.url': (view) => view.incidents[0]?.url,
  'incident.metric': (view) => view.incidents[0]?.figure?.metric,
  'incident.figure': (view) => view.incidents[0]?.figure?.text,
  'incident.value': (view) => view.incidents[0]?.figure?.value,
  'incident.limit': (view) => view.incidents[0]?.figure?.limit,
};

/** Why a template is none; undefined when it is one. */
export function templateProblem(template: string): string | undefined {
  if (parsed(template) === undefined) return 'must be JSON, with placeholders inside of its strings';
  for (const [, name = ''] of template.matchAll(PLACEHOLDER))
    if (!Object.hasOwn(NAMES, name)) return `there is no placeholder {{${name}}}`;
  return undefined;
}

/**
 * The template with its placeholders filled in. What a notice says stays inside of the string it stands in; a string that is one
 * placeholder and nothing else becomes what that is: a number, a list, null when there is nothing.
 */
export function fillTemplate(template: string, view: View): string {
  const valueAt = (name: string): unknown =>
    (Object.hasOwn(NAMES, name) ? NAMES[name]?.(view) : undefined) ?? null;
  const textOf = (value: unknown): string =>
    typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  const filled = (node: Json): unknown => {
    if (typeof node === 'string') {
      const alone = ALONE.exec(node)?.[1];
      if (alone !== undefined) return valueAt(alone);
      return node.replace(PLACEHOLDER, (_, name: string) => textOf(valueAt(name)));
    }
    if (Array.isArray(node)) return node.map(filled);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, filled(value)]));
  };
  return JSON.stringify(filled(parsed(template) ?? null));
}

function parsed(text: string): Json | undefined {
  try {
    return jsonSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

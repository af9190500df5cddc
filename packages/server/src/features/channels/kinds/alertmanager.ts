import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { titleLine } from '@pharos/core/channels/message';
import type { Notice, NoticeIncident } from '@pharos/core/channels/notice';
import { figureText } from '@pharos/core/channels/words';
import { oneLine } from '@pharos/core/text';
import { byStatus } from './answers.ts';
import { overHttp, postJson } from './kind.ts';

const HOUR_MS = 3_600_000;
const TEST_MS = 60_000;

/** As old versions take it as well. */
const labelName = (name: string): string => name.replace(/^\d/, '_$&').replace(/\W/g, '_');

function alertOf(
  incident: NoticeIncident,
  { project, language, url }: Notice,
  nowMs: number,
  holdMs: number,
) {
  const labels = Object.entries(incident.labels).map(([name, value]) => [labelName(name), value] as const);
  const figure = figureText(incident, language);
  return {
    // Labels tell alerts apart, so what is measured is none.
    labels: {
      ...Object.fromEntries(labels),
      alertname: oneLine(incident.title),
      severity: incident.severity,
      project: project.name,
      pharos_incident: incident.fingerprint || incident.id,
    },
    annotations: {
      summary: oneLine(incident.title),
      ...(incident.description !== '' && { description: incident.description }),
      ...(figure !== '' && { figure }),
      ...(incident.runbook !== '' && { runbook_url: incident.runbook }),
    },
    startsAt: incident.since,
    endsAt: incident.endedAt ?? new Date(nowMs + (incident.isOpen ? holdMs : 0)).toISOString(),
    generatorURL: incident.url || url,
  };
}

/** An Alertmanager, which groups, silences and sends on what it is given. */
export const alertmanager = overHttp({
  config: CHANNEL_CONFIGS.alertmanager,
  requests(notice, { url, headers = {}, holdHours }, nowMs) {
    const test = {
      labels: { alertname: 'PharosTest', severity: 'info', project: notice.project.name },
      annotations: { summary: titleLine(notice) },
      startsAt: new Date(nowMs).toISOString(),
      endsAt: new Date(nowMs + TEST_MS).toISOString(),
    };
    const alerts =
      notice.reason === 'test'
        ? [test]
        : notice.incidents.map((incident) => alertOf(incident, notice, nowMs, holdHours * HOUR_MS));
    const to = `${url.replace(/\/+$/, '')}/api/v2/alerts`;
    return alerts.length === 0 ? [] : [postJson(to, alerts, { headers })];
  },
  read: byStatus,
});

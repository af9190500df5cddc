import { CHANNEL_CONFIGS, type ChannelConfig } from '@pharos/core/channels/config';
import { titleLine } from '@pharos/core/channels/message';
import type { Notice, NoticeIncident } from '@pharos/core/channels/notice';
import { figureText, NOTICE_WORDS } from '@pharos/core/channels/words';
import { cutText, oneLine } from '@pharos/core/text';
import { byStatus } from './answers.ts';
import { overHttp, postJson } from './kind.ts';

const MAX_SUMMARY = 1024;

const actionOf = ({ isOpen, isAcknowledged }: NoticeIncident): string =>
  !isOpen ? 'resolve' : isAcknowledged ? 'acknowledge' : 'trigger';

function eventOf(incident: NoticeIncident, notice: Notice, { routingKey }: ChannelConfig<'pagerduty'>) {
  const { language, project } = notice;
  const action = actionOf(incident);
  const links = [
    { href: incident.url, text: NOTICE_WORDS[language].details },
    { href: incident.runbook, text: NOTICE_WORDS[language].runbook },
  ].filter(({ href }) => href !== '');
  const payload = {
    summary: cutText(oneLine(incident.title), MAX_SUMMARY),
    source: project.name,
    severity: incident.severity,
    timestamp: incident.since,
    group: project.name,
    custom_details: {
      ...incident.labels,
      ...(incident.figure !== null && { figure: figureText(incident, language) }),
      ...(incident.description !== '' && { description: incident.description }),
    },
  };
  return {
    routing_key: routingKey,
    event_action: action,
    dedup_key: cutText(`pharos:${project.id}:${incident.fingerprint || incident.id}`, 255),
    ...(action === 'trigger' && {
      ...{ payload, links, client: 'Pharos' },
      ...(notice.url !== '' && { client_url: notice.url }),
    }),
  };
}

/** A test opens an incident of no weight and ends it. */
function testEvents(notice: Notice, { routingKey }: ChannelConfig<'pagerduty'>) {
  const about = { routing_key: routingKey, dedup_key: cutText(`pharos:test:${notice.key}`, 255) };
  const payload = { summary: titleLine(notice), source: notice.project.name, severity: 'info' };
  return [
    { ...about, event_action: 'trigger', payload },
    { ...about, event_action: 'resolve' },
  ];
}

/** A service of PagerDuty, by Events API v2: an event for each incident. */
export const pagerduty = overHttp({
  config: CHANNEL_CONFIGS.pagerduty,
  requests(notice, config) {
    const events =
      notice.reason === 'test'
        ? testEvents(notice, config)
        : notice.incidents.map((incident) => eventOf(incident, notice, config));
    return events.map((event) => postJson(config.url, event, { isSecret: true }));
  },
  read: byStatus,
});

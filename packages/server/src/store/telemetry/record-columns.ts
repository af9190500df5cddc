import type { Attributes } from '@pharos/core/span';
import {
  type AgentRunRow,
  type AgentStateRow,
  type Column,
  dayOf,
  type EventRow,
  figureOrNull,
  flag,
  groupedId,
  LABEL,
  type LogRow,
  label,
  type PatchRow,
  type PayloadRow,
  type PresenceRow,
  type ScoreRow,
  text,
  time,
  version,
  ZSTD,
} from './columns.ts';
import { cutText } from './cut.ts';
import { MAX_SCORE_TEXT } from './limits.ts';
import { writeNumbers, writeResource, writeStructures, writeTexts } from './maps.ts';

/** Attributes by type: a number is kept as one, a flag as JSON. */
const attributeMaps = <Row>(of: (row: Row) => Attributes): Column<Row>[] => [
  {
    name: 'attrs',
    type: `Map(${LABEL}, String)`,
    codec: ZSTD,
    write: (out, row) => writeTexts(out, of(row)),
  },
  {
    name: 'attrs_num',
    type: `Map(${LABEL}, Float64)`,
    codec: ZSTD,
    write: (out, row) => writeNumbers(out, of(row)),
  },
  {
    name: 'attrs_json',
    type: `Map(${LABEL}, String)`,
    codec: ZSTD,
    write: (out, row) => writeStructures(out, of(row)),
  },
];

/** The text of a span, apart so that lists and metrics never read it. Spans without any have no row. */
export const PAYLOAD_COLUMNS: readonly Column<PayloadRow>[] = [
  version(),
  { name: 'day', type: 'Date', codec: ZSTD, write: (out, { span }) => out.u16(dayOf(span.startNs)) },
  label('project_id', (row) => row.projectId),
  text('trace_id', ({ span }) => span.traceId),
  text('span_id', ({ span }) => span.spanId),
  text('session_id', ({ span }) => span.sessionId),
  text('input', (row) => row.input),
  text('output', (row) => row.output),
  text('details', (row) => row.details),
];

/** A log record has no id: the same record sent twice is known by its content, see `hash` in schema.ts. */
export const LOG_COLUMNS: readonly Column<LogRow>[] = [
  version(),
  time('time', ({ log }) => log.timeNs),
  label('project_id', (row) => row.projectId),
  text('trace_id', ({ log }) => log.traceId),
  text('span_id', ({ log }) => log.spanId),
  {
    name: 'severity_number',
    type: 'UInt8',
    codec: ZSTD,
    write: (out, { log }) => out.u8(Math.max(0, Math.min(255, log.severityNumber))),
  },
  label('severity', ({ log }) => log.severityText),
  label('event_name', ({ log }) => log.eventName),
  text('body', (row) => row.body),
  ...attributeMaps<LogRow>(({ log }) => log.attributes),
  {
    name: 'resource',
    type: `Map(${LABEL}, String)`,
    codec: ZSTD,
    write: (out, { log }) => writeResource(out, log.resource),
  },
  label('scope', ({ log }) => log.scopeName),
  label('service', ({ log }) => log.service),
];

export const SCORE_COLUMNS: readonly Column<ScoreRow>[] = [
  version(),
  label('project_id', (row) => row.projectId),
  text('score_id', ({ score }) => score.scoreId),
  text('trace_id', ({ score }) => score.traceId),
  text('span_id', ({ score }) => score.spanId),
  text('session_id', ({ score }) => score.sessionId),
  label('name', ({ score }) => score.name),
  label('type', ({ score }) => score.type),
  figureOrNull('value', ({ score }) => score.value),
  text('label', ({ score }) => cutText(score.label, MAX_SCORE_TEXT)),
  text('comment', ({ score }) => cutText(score.comment, MAX_SCORE_TEXT)),
  label('source', ({ score }) => score.source),
  text('author', ({ score }) => score.author),
  time('time', ({ score }) => score.timeNs),
  label('environment', ({ score }) => score.environment),
  text('config_id', ({ score }) => score.configId),
  text('metadata', (row) => row.metadata),
];

export const PATCH_COLUMNS: readonly Column<PatchRow>[] = [
  label('project_id', (row) => row.projectId),
  text('trace_id', (row) => row.traceId),
  text('span_id', (row) => row.spanId),
  time('time', (row) => row.timeNs),
  text('patch', (row) => row.patch),
];

const MINUTE_SECONDS = 60;
const NS_PER_MS = 1_000_000n;

export const PRESENCE_COLUMNS: readonly Column<PresenceRow>[] = [
  version(),
  label('project_id', (row) => row.projectId),
  {
    name: 'minute',
    type: "DateTime('UTC')",
    codec: ZSTD,
    write: (out, { sighting }) => out.u32(Math.floor(sighting.atMs / 1000 / MINUTE_SECONDS) * MINUTE_SECONDS),
  },
  text('user_id', ({ sighting }) => sighting.userId),
  text('session_id', ({ sighting }) => sighting.sessionId),
  time('at', ({ sighting }) => BigInt(sighting.atMs) * NS_PER_MS),
  label('state', ({ sighting }) => sighting.state),
  label('agent', ({ sighting }) => sighting.agent),
  text('page', ({ sighting }) => sighting.page),
  label('platform', ({ sighting }) => sighting.platform),
  label('country', ({ sighting }) => sighting.country),
  label('locale', ({ sighting }) => sighting.locale),
];

export const EVENT_COLUMNS: readonly Column<EventRow>[] = [
  version(),
  label('project_id', (row) => row.projectId),
  time('time', ({ event }) => event.timeNs),
  text('event_id', ({ event }) => event.eventId),
  label('name', ({ event }) => event.name),
  groupedId('user_id', ({ event }) => event.userId),
  groupedId('session_id', ({ event }) => event.sessionId),
  text('trace_id', ({ event }) => event.traceId),
  label('agent', ({ event }) => event.agent),
  text('page', ({ event }) => event.page),
  label('platform', ({ event }) => event.platform),
  label('country', ({ event }) => event.country),
  label('locale', ({ event }) => event.locale),
  ...attributeMaps<EventRow>(({ event }) => event.properties),
];

export const AGENT_STATE_COLUMNS: readonly Column<AgentStateRow>[] = [
  version(),
  label('project_id', (row) => row.projectId),
  text('agent', (row) => row.agent),
  text('instance', (row) => row.instance),
  time('at', (row) => row.atNs),
  label('state', (row) => row.state),
  text('reason', (row) => row.reason),
  text('beat', (row) => row.beat),
];

export const AGENT_RUN_COLUMNS: readonly Column<AgentRunRow>[] = [
  version(),
  label('project_id', (row) => row.projectId),
  text('run_id', (row) => row.runId),
  time('at', (row) => row.atNs),
  flag('over', (row) => row.over),
  text('told', (row) => row.told),
];

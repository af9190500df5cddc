import type { RawLog } from '@pharos/core/log-events';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { parseJson } from '../json-text.ts';
import { MARKS, markDropped } from '../limits.ts';
import { type Nesting, readJsonOrigins } from './json-origin.ts';
import { countOf, enumOf, idOf, isObject, JsonAttributes, text, timeNs } from './json-value.ts';
import { admitLog, placeTimeless, SEVERITIES } from './log-rules.ts';

const NESTING: Nesting = {
  resources: ['resourceLogs', 'resource_logs'],
  scopes: ['scopeLogs', 'scope_logs'],
  items: ['logRecords', 'log_records'],
};

/** Reads an OTLP/JSON ExportLogsServiceRequest. Throws DecodeError when it is none. */
export function decodeJsonLogs(body: Uint8Array, receivedNs: bigint): DecodedBatch {
  const batch = emptyBatch();
  const reader = new JsonAttributes();
  readJsonOrigins(parseJson(body), NESTING, reader, (item, origin) => {
    if (!isObject(item)) {
      reject(batch, 'malformed', 'a log record must be an object');
      return;
    }
    reader.budget.part();
    reader.dropped = countOf(item.droppedAttributesCount ?? item.dropped_attributes_count);
    const log: RawLog = {
      traceId: idOf(item.traceId ?? item.trace_id, 16),
      spanId: idOf(item.spanId ?? item.span_id, 8),
      timeNs: timeNs(item.timeUnixNano ?? item.time_unix_nano),
      severityNumber: enumOf(item.severityNumber ?? item.severity_number, 'SEVERITY_NUMBER_', SEVERITIES),
      severityText: text(item.severityText ?? item.severity_text),
      eventName: text(item.eventName ?? item.event_name),
      body: reader.value(item.body, 1),
      attributes: reader.read(item.attributes),
      resource: origin.resource,
      scopeName: origin.scopeName,
    };
    markDropped(log.attributes, MARKS.droppedAttributes, reader.dropped);
    admitLog(batch, log, timeNs(item.observedTimeUnixNano ?? item.observed_time_unix_nano));
  });
  placeTimeless(batch, receivedNs);
  return batch;
}

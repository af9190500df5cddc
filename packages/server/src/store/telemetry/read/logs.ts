import type { ApiLog } from '@pharos/core/api/spans';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { integer, rowsOf, run, sql, text } from './sql.ts';
import { mergeAttributes } from './stored-json.ts';
import { placeOf } from './trace-open.ts';

const MAX_LOGS = 2000;
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

interface Row {
  ns: string;
  trace_id: string;
  span_id: string;
  severity: string;
  severity_number: number;
  event_name: string;
  body: string;
  attrs: Record<string, string>;
  attrs_num: Record<string, number>;
  attrs_json: Record<string, string>;
  service: string;
}

/** The log records of a trace, in order of time; undefined when neither the trace nor a record of it is known. */
export async function logsOf(
  engine: Queries,
  scope: ProjectScope,
  traceId: string,
): Promise<ApiLog[] | undefined> {
  const rows = await run<Row>(
    engine,
    sql`SELECT toUnixTimestamp64Nano(time) AS ns, trace_id, span_id, severity, severity_number, event_name, body, attrs,
attrs_num, attrs_json, service FROM ${rowsOf(scope, 'logs', sql`trace_id = ${text(traceId)}`)}
ORDER BY time, span_id, hash, ver DESC LIMIT 1 BY time, span_id, hash LIMIT ${integer(MAX_LOGS)}`,
  );
  if (rows.length === 0 && !(await placeOf(engine, scope, traceId))) return undefined;
  return rows.map((row) => ({
    time: isoFromNs(BigInt(row.ns)),
    traceId: row.trace_id || null,
    spanId: row.span_id || null,
    severity: row.severity || severityOf(row.severity_number),
    eventName: row.event_name || null,
    body: row.body,
    attributes: mergeAttributes(row.attrs, row.attrs_num, row.attrs_json),
    service: row.service || null,
  }));
}

/** OpenTelemetry gives each level four numbers, from 1. */
const severityOf = (severityNumber: number): string => SEVERITIES[Math.floor((severityNumber - 1) / 4)] ?? '';

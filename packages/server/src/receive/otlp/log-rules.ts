import type { RawLog } from '@pharos/core/log-events';
import type { DecodedBatch } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { isNoId } from '../limits.ts';
import { MAX_TIME_NS } from './span-rules.ts';

/** OTLP's severities by number: UNSPECIFIED, TRACE, TRACE2 … FATAL4. */
export const SEVERITIES: readonly string[] = [
  'UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) =>
    ['', '2', '3', '4'].map((step) => name + step),
  ),
];

/** A severity as stored: 0 unknown, else 1 to 24. */
const severityOf = (number: number): number =>
  Number.isInteger(number) && number >= 0 && number < SEVERITIES.length ? number : 0;

/**
 * Adds a log record. One that names no time takes that of its observation, or waits for {@link placeTimeless}; a
 * trace or span id that is none leaves it belonging to no span, as OTLP asks.
 */
export function admitLog(batch: DecodedBatch, log: RawLog, observedNs: bigint): void {
  if (log.timeNs <= 0n) log.timeNs = observedNs > 0n ? observedNs : 0n;
  if (log.timeNs > MAX_TIME_NS) {
    reject(batch, 'bad_time', 'a time lies beyond the year 2262');
    return;
  }
  if (isNoId(log.traceId) || isNoId(log.spanId)) log.spanId = '';
  if (isNoId(log.traceId)) log.traceId = '';
  log.severityNumber = severityOf(log.severityNumber);
  batch.logs.push(log);
}

/**
 * Gives each record without any time that of the record before it in the request, or the first that comes after. A
 * record is known by its time among other things, and so the same request sent again holds the same records. Only when
 * no record of the request has a time do they take `receivedNs`: such a request sent twice is stored twice.
 */
export function placeTimeless({ logs }: DecodedBatch, receivedNs: bigint): void {
  let timeNs = logs.find((log) => log.timeNs > 0n)?.timeNs ?? receivedNs;
  for (const log of logs) {
    if (log.timeNs > 0n) timeNs = log.timeNs;
    else log.timeNs = timeNs;
  }
}

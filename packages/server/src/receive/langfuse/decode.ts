import { LANGFUSE_INGESTION } from '@pharos/core/fragments/langfuse';
import { momentNs } from '@pharos/core/fragments/moments';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import { isoFromNs } from '@pharos/core/time';
import { type DecodedBatch, emptyBatch, type ReceivedFragment } from '../../intake/decoded.ts';
import { DecodeError } from '../../intake/errors.ts';
import { reject } from '../../intake/rejection.ts';
import type { DecodeContext } from '../decode.ts';
import { parseJson } from '../json-text.ts';
import { isPlainId } from '../limits.ts';
import { tellingOf } from './events.ts';
import { BadScore, scoreOf } from './score.ts';

const MAX_ID = 800;

interface Event {
  id: string;
  type: string;
  saidNs: bigint;
  body: JsonRecord;
  item: number;
}

/**
 * Langfuse's `POST /api/public/ingestion`: a batch of events, each taken or refused on its own.
 * @throws DecodeError when it is no batch at all.
 */
export function decodeIngestion(bytes: Uint8Array, { receivedNs }: DecodeContext): DecodedBatch {
  const request = parseJson(bytes);
  const events = isRecord(request as JsonRecord) ? (request as JsonRecord).batch : undefined;
  if (!Array.isArray(events)) throw new DecodeError('the body must be {"batch": [events]}');
  const batch = emptyBatch();
  events.forEach((event, item) => {
    batch.items.push(isRecord(event) && typeof event.id === 'string' ? event.id : '');
    try {
      takeEvent(batch, readEvent(event, item, receivedNs));
    } catch (error) {
      if (!(error instanceof BadEvent || error instanceof BadScore)) throw error;
      reject(batch, 'malformed', error.message, { items: [item] });
    }
  });
  return batch;
}

class BadEvent extends Error {
  override readonly name = 'BadEvent';
}

function idOf(value: unknown, what: string): string {
  if (!isPlainId(value, MAX_ID))
    throw new BadEvent(`${what} must be a text of 1 to ${MAX_ID} plain characters`);
  return value;
}

function readEvent(event: unknown, item: number, receivedNs: bigint): Event {
  if (!isRecord(event as JsonRecord)) throw new BadEvent('an event must be an object');
  const { id, type, timestamp, body } = event as JsonRecord;
  if (typeof type !== 'string') throw new BadEvent('an event must have a type');
  if (!isRecord(body)) throw new BadEvent('an event must have a body');
  const saidNs = timestamp === undefined ? receivedNs : momentNs(timestamp);
  if (saidNs === undefined) throw new BadEvent('the timestamp of an event must be an ISO 8601 time');
  return { id: idOf(id, 'the id of an event'), type, saidNs, body, item };
}

function takeEvent(batch: DecodedBatch, event: Event): void {
  const { id, type, saidNs, body, item } = event;
  const telling = tellingOf(type, body);
  if (telling) batch.fragments.push(fragmentOf(event, telling));
  else if (type === 'score-create') batch.scores.push({ ...scoreOf(body, { id, saidNs }), item });
  else if (type === 'sdk-log') batch.logs.push(logOf(event));
  else throw new BadEvent(`the event type "${type.slice(0, 40)}" is not known here`);
}

/** What says no id is known by that of its event, so that it is the same when it is sent again. */
function fragmentOf(event: Event, { type, update }: { type: string; update: boolean }): ReceivedFragment {
  const { saidNs, item } = event;
  const body: JsonRecord = { ...event.body, type };
  const spanId = idOf(body.id ?? event.id, 'the id');
  const traceId = type === 'trace' ? spanId : idOf(body.traceId ?? spanId, 'traceId');
  for (const key of ['startTime', 'endTime', 'completionStartTime'])
    if (body[key] !== undefined && body[key] !== null && momentNs(body[key]) === undefined)
      throw new BadEvent(`${key} must be an ISO 8601 time`);
  if (type === 'trace') body.timestamp ??= isoFromNs(saidNs);
  const ended = type === 'event' || typeof body.endTime === 'string';
  const whole = type !== 'trace' && !update && ended;
  return { format: 'langfuse', traceId, spanId, timeNs: saidNs, update, body, whole, item };
}

/** What the SDK says of itself, for whoever looks for the cause of missing data. */
const logOf = ({ saidNs, body }: Event) => ({
  traceId: '',
  spanId: '',
  timeNs: saidNs,
  severityNumber: 0,
  severityText: '',
  eventName: 'langfuse.sdk-log',
  body,
  attributes: new Map(),
  resource: new Map(),
  scopeName: LANGFUSE_INGESTION,
});

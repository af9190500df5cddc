import { canonical } from '@pharos/core/canonical';
import { dottedOrder } from '@pharos/core/fragments/dotted-order';
import { momentNs } from '@pharos/core/fragments/moments';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import type { ReceivedFragment } from '../../intake/decoded.ts';
import { isPlainId } from '../limits.ts';
import { attachmentsIn } from './attachments.ts';
import { usualId, uuidOf } from './ids.ts';

/** A run or a judgement that cannot be taken, in words for who sent it. */
export class BadRun extends Error {
  override readonly name = 'BadRun';
}

const MAX_ID = 200;

/** An id as sent, in its usual form. */
function idOf(value: unknown, what: string): string {
  if (!isPlainId(value, MAX_ID)) throw new BadRun(`${what} must be a text of 1 to ${MAX_ID} characters`);
  return usualId(value);
}

/** The same of a key that may be left out. */
export const idIn = (body: JsonRecord, key: string): string | undefined =>
  body[key] === undefined || body[key] === null || body[key] === '' ? undefined : idOf(body[key], key);

/** Sent without an id, it has the same one whenever the same is sent again. */
export const idByContent = (body: JsonRecord): string => uuidOf(canonical(body));

function timeIn(body: JsonRecord, key: string): bigint | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  const time = momentNs(value);
  if (time === undefined) throw new BadRun(`${key} must be an ISO 8601 time or a number of milliseconds`);
  return time;
}

/** Sent with most runs, and saying nothing. */
const isEmpty = (value: JsonRecord[string] | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** Told by runs of their own. */
const LEFT_OUT = new Set(['child_runs', 'parent_run']);
/** Empty or not, they say that there was something. */
const TELLING = new Set(['inputs', 'outputs']);

/**
 * A run as it was posted, or what is said of it later. A trace is known by its id, by the dotted order, or else as
 * that of the run itself or of its parent, whose root it then is.
 * @throws BadRun
 */
export function runFragment(
  sent: JsonRecord,
  { update, receivedNs }: { update: boolean; receivedNs: bigint },
): ReceivedFragment {
  const spanId = idIn(sent, 'id') ?? idByContent(sent);
  const place = dottedOrder(sent.dotted_order);
  const parent = idIn(sent, 'parent_run_id');
  const start = timeIn(sent, 'start_time') ?? place?.startNs;
  const end = timeIn(sent, 'end_time');
  const body: JsonRecord = Object.fromEntries(
    Object.entries(sent).filter(
      ([key, value]) => !LEFT_OUT.has(key) && (!isEmpty(value) || (TELLING.has(key) && value !== null)),
    ),
  );
  if (parent !== undefined) body.parent_run_id = parent;
  const attachments = attachmentsIn(sent);
  if (attachments) body.attachments = attachments;
  return {
    format: 'langsmith',
    traceId: idIn(sent, 'trace_id') ?? (place && idOf(place.traceId, 'dotted_order')) ?? parent ?? spanId,
    spanId,
    // Of the run itself, so that it is the same when it is sent again.
    timeNs: (update ? (end ?? start) : start) ?? receivedNs,
    update,
    body,
    whole: !update && start !== undefined && end !== undefined,
  };
}

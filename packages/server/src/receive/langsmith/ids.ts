import { createHash } from 'node:crypto';

const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/** A UUID in its one usual form, since clients write the same one with and without dashes; others as they are. */
export const usualId = (id: string): string =>
  id.replace(UUID, '$1-$2-$3-$4-$5').replace(UUID, (uuid) => uuid.toLowerCase());

/** A UUID that is always the same for the same text. */
export const uuidOf = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('hex');
  return usualId(`${hash.slice(0, 12)}8${hash.slice(13, 32)}`);
};

const UUID7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7/;

/** When an id was made, if it is of the kind that says so. */
export function timeOfId(id: string): bigint | undefined {
  const [, high, low] = UUID7.exec(id) ?? [];
  return high === undefined ? undefined : BigInt(`0x${high}${low}`) * 1_000_000n;
}

/** How a program that sends OpenTelemetry's spans is told their ids. */
const SPAN_AS_UUID = /^00000000-0000-0000-([0-9a-f]{4})-([0-9a-f]{12})$/;
const SPAN = /^[0-9a-f]{16}$/;

/** The span that an id of a run means. */
export const spanIdOf = (runId: string): string => runId.replace(SPAN_AS_UUID, '$1$2');

/**
 * The trace that an id means beside an id of a run; '' when it is still to be found. OpenTelemetry's traces go by the
 * id of their first span.
 */
export function traceIdOf(id: string, runId: string): string {
  if (SPAN_AS_UUID.test(id)) return '';
  return SPAN_AS_UUID.test(runId) ? id.replaceAll('-', '') : id;
}

/** The id of a span or a trace of any origin, as LangSmith's clients take it: they want UUIDs. */
export const runIdOf = (id: string): string => usualId(SPAN.test(id) ? id.padStart(32, '0') : id);

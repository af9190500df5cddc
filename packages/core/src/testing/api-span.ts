import type { ApiSpan } from '../api/spans.ts';
import { isoFromNs } from '../time.ts';

const DAY = Date.UTC(2026, 10, 23, 9, 0, 0);

/** The instant so many milliseconds into the invented day, as the API writes it. */
export const at = (ms: number): string => isoFromNs(BigInt(DAY) * 1_000_000n + BigInt(Math.round(ms * 1e6)));

/** A span as the API gives it; `startMs` counts from the start of the invented day. */
export function anApiSpan({
  startMs = 0,
  ...fields
}: Partial<ApiSpan> & { spanId: string; startMs?: number }): ApiSpan {
  const durationMs = fields.durationMs ?? 100;
  return {
    traceId: 'trace-1',
    parentSpanId: null,
    name: fields.spanId,
    kind: 'span',
    startTime: at(startMs),
    endTime: at(startMs + durationMs),
    durationMs,
    status: 'ok',
    statusMessage: '',
    model: null,
    requestModel: null,
    provider: null,
    usage: null,
    cost: null,
    timeToFirstTokenMs: null,
    userId: null,
    sessionId: null,
    agentName: null,
    agentVersion: null,
    toolName: null,
    namedStep: false,
    promptName: null,
    promptVersion: null,
    environment: null,
    release: null,
    service: null,
    tags: [],
    convention: '',
    inputPreview: '',
    outputPreview: '',
    error: null,
    input: null,
    output: null,
    documents: [],
    toolDefinitions: [],
    attributes: {},
    resource: {},
    scope: '',
    events: [],
    links: [],
    ...fields,
  };
}

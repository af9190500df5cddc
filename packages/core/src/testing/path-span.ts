import type { PathSpan } from '../paths/run-path.ts';
import { at } from './api-span.ts';

/** A span as a path takes it; `startMs` counts from the start of the invented day. */
export function aPathSpan({
  startMs = 0,
  ...fields
}: Partial<PathSpan> & { spanId: string; startMs?: number }): PathSpan {
  return {
    traceId: 'trace-1',
    parentSpanId: null,
    startTime: at(startMs),
    durationMs: 10,
    ...{ kind: 'span', name: fields.spanId, agentName: null, agentVersion: '', toolName: null },
    ...{ model: null, requestModel: null, namedStep: false },
    ...{ failed: false, open: false, cost: '0', argumentsHash: '', hasOutput: false },
    ...{ limitOf: '', finishReason: '', choice: undefined },
    ...fields,
  };
}

import type { PathSpan } from '../paths/run-path.ts';

const DAY_NS = BigInt(Date.UTC(2026, 10, 23, 9)) * 1_000_000n;

/** A span as a path takes it; `startMs` counts from the start of the invented day. */
export function aPathSpan({
  startMs = 0,
  ...fields
}: Partial<PathSpan> & { spanId: string; startMs?: number }): PathSpan {
  return {
    traceId: 'trace-1',
    parentSpanId: null,
    startNs: DAY_NS + BigInt(Math.round(startMs * 1e6)),
    durationMs: 10,
    ...{ kind: 'span', name: fields.spanId, agentName: null, agentVersion: '', toolName: null },
    ...{ model: null, requestModel: null, namedStep: false },
    ...{ failed: false, open: false, cost: 0n, argumentsHash: '', hasOutput: false },
    ...{ limitOf: '', finishReason: '', choice: undefined },
    ...fields,
  };
}

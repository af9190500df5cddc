import type { ApiSpan, TraceSummary } from '@pharos/core/api/spans';
import { contentOf } from '../content.ts';
import { metadataOf, TRACE_NAME, textAt } from '../observations/facts.ts';
import { instant, seconds } from '../units.ts';

/** The groups of fields of a trace; `core` is always there. */
export const TRACE_GROUPS = ['core', 'io', 'scores', 'observations', 'metrics'] as const;
export type TraceGroup = (typeof TRACE_GROUPS)[number];

/** What a figure is that was not asked for. */
const LEFT_OUT = -1;

/** The page of a trace. */
export const tracePath = (projectId: string, traceId: string): string =>
  `/p/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(traceId)}`;

/** A trace as a list shows it, from its line and, if there is one, its root. */
export function traceView(
  projectId: string,
  trace: TraceSummary,
  root: ApiSpan | undefined,
  has: (group: TraceGroup) => boolean,
) {
  const attributes = root?.attributes ?? {};
  const startTime = instant(root?.startTime ?? trace.startTime);
  const version = textAt(attributes, 'langfuse.version');
  // Where only a version is told, it is also what the product takes for the release.
  const release = textAt(attributes, 'langfuse.release') ?? (version === null ? trace.release : null);
  return {
    id: trace.traceId,
    projectId,
    externalId: null,
    timestamp: startTime,
    name: (textAt(attributes, TRACE_NAME) ?? trace.name) || null,
    userId: trace.userId,
    sessionId: trace.sessionId,
    release,
    version,
    environment: trace.environment ?? 'default',
    public: attributes['langfuse.trace.public'] === true,
    bookmarked: false,
    tags: trace.tags,
    createdAt: startTime,
    updatedAt: instant(trace.endTime),
    htmlPath: tracePath(projectId, trace.traceId),
    ...(has('io') && {
      ...(root ? contentOf(root) : { input: null, output: null }),
      metadata: root ? metadataOf(root, 'trace') : {},
    }),
    latency: has('metrics') ? seconds(trace.durationMs) : LEFT_OUT,
    totalCost: has('metrics') ? Number(trace.cost.total) : LEFT_OUT,
  };
}

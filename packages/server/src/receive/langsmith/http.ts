import type { Plugin } from '../../http/routes.ts';
import type { IngestOutcome } from '../../intake/request.ts';
import type { TelemetryWriter } from '../../store/telemetry/contract.ts';
import { type Door, jsonOf, type Protocol, type ReceiveOptions, receive } from '../protocol.ts';
import type { Refusal } from '../refusal.ts';
import { usualId } from './ids.ts';

/** LangSmith's own address is a host; who comes from an installation of their own adds the rest of the path. */
export const PREFIXES = ['', '/api/v1'] as const;

const PATHS: readonly Pick<Door, 'method' | 'url' | 'summary'>[] = [
  { url: '/runs', summary: 'A run, as the LangSmith SDKs post it.' },
  { url: '/runs/:runId', method: 'PATCH', summary: 'What is said of a run later: its outputs, its end.' },
  { url: '/runs/batch', summary: 'Runs and changes of runs as JSON.' },
  { url: '/runs/multipart', summary: 'The same, and feedback, as the parts of a multipart body.' },
];

/** What was refused is not worth sending again; what was not is stored. */
const UNPROCESSABLE = 422;

/** LangSmith's own protocol. */
export const LANGSMITH: Protocol<'langsmith' | 'langsmith-multipart'> = {
  doors: PREFIXES.flatMap((prefix) =>
    PATHS.map((path) => ({
      ...path,
      url: `${prefix}${path.url}`,
      kind: 'traces' as const,
      hide: prefix !== '',
    })),
  ),
  types: [
    jsonOf('langsmith'),
    { name: 'multipart/form-data', type: /^multipart\/form-data(\s*;|$)/i, format: 'langsmith-multipart' },
  ],
  subjectOf: ({ params }) => (params as { runId?: string }).runId ?? '',
  answer({ rejected }, _asked, reply) {
    reply.code(rejected.count > 0 ? UNPROCESSABLE : 202).type('application/json');
    return JSON.stringify(rejected.count > 0 ? { detail: detailOf(rejected) } : {});
  },
  refuse({ message }: Refusal, _format, reply) {
    reply.type('application/json');
    return JSON.stringify({ detail: message });
  },
};

const detailOf = ({ count, reasons }: IngestOutcome['rejected']): string =>
  `${count} of what was sent could not be taken, all else is stored: ${reasons.join('; ')}`;

/** The routes for runs. Whoever changes a run need not say of which trace it is. */
export const langsmithRuns = (
  options: ReceiveOptions,
  store: Pick<TelemetryWriter, 'tracesOfSpans'>,
): Plugin =>
  receive(LANGSMITH, {
    ...options,
    async ingest(request) {
      if (!request.subject) return options.ingest(request);
      const { projectId } = request.envelope;
      const spanId = usualId(request.subject);
      const [known] = await store.tracesOfSpans([{ projectId, spanId }]);
      return options.ingest({ ...request, subject: known ? `${spanId} ${known.traceId}` : spanId });
    },
  });

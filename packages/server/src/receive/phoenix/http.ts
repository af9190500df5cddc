import type { Plugin } from '../../http/routes.ts';
import { jsonOf, type Protocol, type ReceiveOptions, receive } from '../protocol.ts';
import { idIn } from './global-ids.ts';

/** Spans in the simple form of Phoenix's clients; OTLP is what its instrumentations send. */
export const PHOENIX: Protocol<'phoenix'> = {
  doors: [
    {
      url: '/v1/projects/:project/spans',
      kind: 'traces',
      summary: 'Spans in the simple form of the Phoenix clients.',
    },
  ],
  types: [jsonOf('phoenix')],
  subjectOf: ({ params }) => idIn('Project', (params as { project: string }).project),
  answer({ rejected, items }, _asked, reply) {
    reply.type('application/json');
    const totals = { total_received: items.length, total_queued: items.length - rejected.count };
    if (rejected.count === 0) {
      reply.code(202);
      return JSON.stringify(totals);
    }
    reply.code(400);
    const invalid = [...rejected.items].map(([item, { sentence }]) => ({
      span_id: items[item] ?? '',
      trace_id: '',
      error: sentence,
    }));
    const problem = {
      error: 'Some spans were refused; the others are stored.',
      ...totals,
      total_duplicates: 0,
      total_invalid: rejected.count,
      duplicate_spans: [],
      invalid_spans: invalid,
    };
    // Its client looks for this inside of the text.
    return JSON.stringify({ detail: JSON.stringify(problem) });
  },
  refuse({ message }, _format, reply) {
    reply.type('application/json');
    return JSON.stringify({ detail: message });
  },
};

export const phoenixSpans = (options: ReceiveOptions): Plugin => receive(PHOENIX, options);

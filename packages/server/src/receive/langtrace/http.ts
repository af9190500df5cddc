import { readCredentials } from '../../http/credentials.ts';
import type { Plugin } from '../../http/routes.ts';
import { answerOf } from '../otlp/answer.ts';
import { TYPE_OF } from '../otlp/formats.ts';
import { jsonOf, type Protocol, type ReceiveOptions, receive } from '../protocol.ts';

/** Langtrace's one door: the forms are told apart by their content, as its SDKs do not say what they send. */
export const LANGTRACE: Protocol<'langtrace' | 'protobuf'> = {
  doors: [
    { url: '/api/trace', kind: 'traces', summary: 'Spans of the Langtrace SDKs, or OTLP.' },
    // Where they go of a JavaScript SDK that was given the address of the server alone.
    { url: '/', kind: 'traces', summary: 'The same.', hide: true },
  ],
  types: [
    jsonOf('langtrace'),
    { name: 'application/x-protobuf', type: /^application\/(x-)?protobuf(\s*;|$)/i, format: 'protobuf' },
  ],
  answer({ rejected }, { kind, format }, reply) {
    if (format === 'protobuf') {
      reply.type(TYPE_OF.protobuf);
      return answerOf(kind, format, rejected);
    }
    reply.type('application/json');
    const refused = { rejectedSpans: rejected.count, errorMessage: rejected.reasons.join('; ') };
    return JSON.stringify({
      message: 'Traces added successfully',
      ...(rejected.count > 0 && { partialSuccess: refused }),
    });
  },
  /** Its SDKs look for either name of the sentence; a missing key is a bad request to them, a wrong one is not. */
  refuse({ message, httpStatus }, _format, reply) {
    const header = (name: string) => reply.request.headers[name]?.toString();
    if (httpStatus === 401 && readCredentials(header) === undefined) reply.code(400);
    reply.type('application/json');
    return JSON.stringify({ error: message, message });
  },
};

/** `POST /api/trace`. */
export const langtraceTraces = (options: ReceiveOptions): Plugin => receive(LANGTRACE, options);

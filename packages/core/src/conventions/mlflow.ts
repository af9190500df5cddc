import { firstText, parseJson, recordOf, textOf } from '../attributes.ts';
import type { Json } from '../content.ts';
import { contentOf, plainContent } from '../messages.ts';
import type { RawSpan } from '../span.ts';
import { documentsOf } from './documents.ts';
import { KIND_WORDS } from './kinds.ts';
import { type CountNames, countsIn, inclusive } from './tokens.ts';
import type { Convention } from './types.ts';

const COUNTS: CountNames = [
  ['input', ['input_tokens']],
  ['output', ['output_tokens']],
  ['total', ['total_tokens']],
  ['cachedRead', ['cache_read_input_tokens']],
  ['cacheWrite', ['cache_creation_input_tokens']],
];

/** Every attribute is written as JSON, a text with its quotes. */
function at({ attributes }: RawSpan, name: string): Json | undefined {
  const value = attributes.get(name);
  return typeof value === 'string' ? (parseJson(value) ?? value) : recordOf(value);
}

const typeOf = (span: RawSpan) => textOf(at(span, 'mlflow.spanType')) ?? '';
const isTool = (span: RawSpan) => typeOf(span) === 'TOOL';

/** MLflow's tracing, as it exports spans over OTLP. */
export const mlflow: Convention = {
  name: 'mlflow',
  recognises: ({ attributes }) => attributes.has('mlflow.spanType'),
  kind: (span) => KIND_WORDS.get(typeOf(span)),
  facts: (span) => ({
    requestModel: textOf(at(span, 'mlflow.llm.model')),
    provider: textOf(at(span, 'mlflow.llm.provider')),
    userId: textOf(at(span, 'mlflow.trace.user')) ?? firstText(span.attributes, ['user.id']),
    sessionId: textOf(at(span, 'mlflow.trace.session')) ?? firstText(span.attributes, ['session.id']),
    agentName: typeOf(span) === 'AGENT' ? span.name : undefined,
    toolName: isTool(span) ? span.name : undefined,
  }),
  usage(span) {
    const counts = recordOf(at(span, 'mlflow.chat.tokenUsage'));
    return counts && inclusive(countsIn(counts, COUNTS));
  },
  input(span) {
    const value = at(span, 'mlflow.spanInputs');
    return isTool(span) ? plainContent(value) : contentOf(value, 'user');
  },
  output(span) {
    const value = at(span, 'mlflow.spanOutputs');
    return isTool(span) ? plainContent(value) : contentOf(value, 'assistant');
  },
  documents: (span) =>
    typeOf(span) === 'RETRIEVER' ? documentsOf(at(span, 'mlflow.spanOutputs')) : undefined,
  payload: ['mlflow.spanInputs', 'mlflow.spanOutputs'],
};

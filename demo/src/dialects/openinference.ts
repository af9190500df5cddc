import type { Attributes, Context, Dialect, Document, Facts, Message, ModelFacts } from '../facts.ts';
import { isPlain, plain } from './gen-ai.ts';

const KINDS: Record<ModelFacts['step'], string> = {
  agent: 'AGENT',
  llm: 'LLM',
  tool: 'TOOL',
  retriever: 'RETRIEVER',
  embedding: 'EMBEDDING',
  reranker: 'RERANKER',
  guardrail: 'GUARDRAIL',
  chain: 'CHAIN',
};

function messages(prefix: string, list: readonly Message[]): Attributes {
  const out: Attributes = {};
  for (const [n, { role, text, reasoning, toolCalls = [], toolResult }] of list.entries()) {
    const at = `${prefix}.${n}.message`;
    out[`${at}.role`] = role;
    const content = [reasoning, text].filter(Boolean).join('\n\n');
    if (toolResult) {
      out[`${at}.content`] = JSON.stringify(toolResult.result);
      out[`${at}.tool_call_id`] = toolResult.id;
      out[`${at}.name`] = toolResult.name;
    } else if (content) {
      out[`${at}.content`] = content;
    }
    for (const [m, call] of toolCalls.entries()) {
      out[`${at}.tool_calls.${m}.tool_call.id`] = call.id;
      out[`${at}.tool_calls.${m}.tool_call.function.name`] = call.name;
      out[`${at}.tool_calls.${m}.tool_call.function.arguments`] = JSON.stringify(call.arguments);
    }
  }
  return out;
}

function documents(prefix: string, list: readonly Document[]): Attributes {
  const out: Attributes = {};
  for (const [n, { id, title, text, score }] of list.entries()) {
    const at = `${prefix}.${n}.document`;
    out[`${at}.id`] = id;
    out[`${at}.content`] = text;
    out[`${at}.score`] = score;
    out[`${at}.metadata`] = JSON.stringify({ title });
  }
  return out;
}

const value = (side: 'input' | 'output', text: string | undefined): Attributes =>
  text === undefined ? {} : { [`${side}.value`]: text, [`${side}.mime_type`]: 'text/plain' };

function own(facts: ModelFacts): { name: string; attributes: Attributes } {
  switch (facts.step) {
    case 'agent':
    case 'chain':
      return {
        name: facts.name,
        attributes: { ...value('input', facts.input), ...value('output', facts.output) },
      };
    case 'llm':
      return {
        name: facts.provider === 'anthropic' ? 'Messages' : 'ChatCompletion',
        attributes: {
          'llm.model_name': facts.answer ? facts.answeredBy : facts.model,
          'llm.provider': facts.provider,
          'llm.invocation_parameters': JSON.stringify({ model: facts.model, temperature: facts.temperature }),
          ...(facts.prompt
            ? { 'prompt.id': facts.prompt.name, 'llm.prompt_template.version': String(facts.prompt.version) }
            : {}),
          ...messages('llm.input_messages', facts.messages),
          ...(facts.answer ? messages('llm.output_messages', [facts.answer]) : {}),
          ...(facts.usage
            ? {
                'llm.token_count.prompt': facts.usage.input,
                'llm.token_count.completion': facts.usage.output,
                'llm.token_count.total': facts.usage.input + facts.usage.output,
                'llm.token_count.prompt_details.cache_read': facts.usage.cached,
                'llm.token_count.prompt_details.cache_write': facts.usage.cacheWrite,
                'llm.token_count.completion_details.reasoning': facts.usage.reasoning,
              }
            : {}),
        },
      };
    case 'tool':
      return {
        name: facts.name,
        attributes: {
          'tool.name': facts.name,
          'tool.description': facts.description,
          'input.value': JSON.stringify(facts.arguments),
          'input.mime_type': 'application/json',
          ...(facts.result === undefined
            ? {}
            : { 'output.value': JSON.stringify(facts.result), 'output.mime_type': 'application/json' }),
        },
      };
    case 'retriever':
      return {
        name: facts.name,
        attributes: {
          ...value('input', facts.query),
          ...documents('retrieval.documents', facts.documents ?? []),
        },
      };
    case 'embedding':
      return {
        name: 'CreateEmbeddings',
        attributes: {
          'embedding.model_name': facts.model,
          'llm.provider': facts.provider,
          'embedding.embeddings.0.embedding.text': facts.text,
          ...(facts.tokens === undefined
            ? {}
            : { 'llm.token_count.prompt': facts.tokens, 'llm.token_count.total': facts.tokens }),
        },
      };
    case 'reranker':
      return {
        name: 'Rerank',
        attributes: {
          'reranker.model_name': facts.model,
          'llm.provider': facts.provider,
          'reranker.query': facts.query,
          'reranker.top_k': facts.documents?.length ?? 0,
          ...documents('reranker.input_documents', facts.candidates),
          ...documents('reranker.output_documents', facts.documents ?? []),
        },
      };
    case 'guardrail':
      return {
        name: facts.name,
        attributes: { ...value('input', facts.input), ...value('output', facts.verdict) },
      };
  }
}

/** OpenInference, as Arize's instrumentations write it. */
export const openInference: Dialect = {
  scope: { name: 'openinference.instrumentation.langchain', version: '0.1.52' },
  describe(facts: Facts, context: Context) {
    if (isPlain(facts)) return plain(facts);
    const { name, attributes } = own(facts);
    return {
      name,
      attributes: {
        'openinference.span.kind': KINDS[facts.step],
        ...attributes,
        'session.id': context.sessionId,
        'user.id': context.userId,
        'tag.tags': context.tags,
        metadata: JSON.stringify({ agent_version: context.agentVersion }),
      },
    };
  },
};

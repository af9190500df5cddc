import type { getLangWatchTracer } from 'langwatch';
import type { ChatBody, ChatUsage, OpenAi } from '../../scenario/openai.ts';

type Tracer = ReturnType<typeof getLangWatchTracer>;
type Span = ReturnType<Tracer['startSpan']>;

/** The SDK wraps no client of OpenAI: calls are told as its guide shows, by hand. */
export const observed = (client: OpenAi, tracer: Tracer): OpenAi => ({
  embed: (body) =>
    tracer.withActiveSpan('embed', async (span) => {
      span.setType('component').setRequestModel(body.model).setInput('text', body.input);
      span.setAttribute('gen_ai.operation.name', 'embeddings');
      const answer = await client.embed(body);
      span.setResponseModel(answer.model).setMetrics({ promptTokens: answer.usage.prompt_tokens });
      return answer;
    }),
  complete: (body) =>
    tracer.withActiveSpan(`chat ${body.model}`, async (span) => {
      ask(span, body);
      const answer = await client.complete(body);
      span.setResponseModel(answer.model);
      span.setOutput('chat_messages', [{ role: 'assistant', ...answer.choices[0]?.message } as never]);
      count(span, answer.usage);
      return answer;
    }),
  async stream(body) {
    const span = tracer.startSpan(`chat ${body.model}`);
    ask(span, body);
    try {
      const chunks = await client.stream(body);
      return (async function* () {
        let text = '';
        for await (const chunk of chunks) {
          text += chunk.choices[0]?.delta.content ?? '';
          span.setResponseModel(chunk.model);
          count(span, chunk.usage);
          yield chunk;
        }
        span.setOutput('chat_messages', [{ role: 'assistant', content: text }]);
        span.end();
      })();
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: 2, message: (error as Error).message });
      span.end();
      throw error;
    }
  },
});

const ask = (span: Span, { model, messages }: ChatBody) =>
  span
    .setType('llm')
    .setRequestModel(model)
    .setInput('chat_messages', messages as never);

/** Its metrics have no place for tokens of the cache: these go by the names of OpenTelemetry, which it reads too. */
function count(span: Span, usage: ChatUsage | null | undefined) {
  if (!usage) return;
  span.setMetrics({ promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens });
  span.setAttributes({
    'gen_ai.usage.input_tokens': usage.prompt_tokens,
    'gen_ai.usage.output_tokens': usage.completion_tokens,
    'gen_ai.usage.cache_read.input_tokens': usage.prompt_tokens_details?.cached_tokens ?? 0,
    'gen_ai.usage.reasoning.output_tokens': usage.completion_tokens_details?.reasoning_tokens ?? 0,
  });
}

import { type Attributes, context, type Tracer } from '@opentelemetry/api';
import { messagesOf, textOf } from '../tracing/content.ts';
import { endSpan, quietly, startSpan, traced } from '../tracing/traced.ts';

/** Tokens as providers count them: input contains the cached ones, output the reasoning ones. */
export interface Usage {
  input?: number;
  output?: number;
  total?: number;
  cachedRead?: number;
  cacheWrite?: number;
  reasoning?: number;
  /** In USD, where the program knows better than the price table. */
  cost?: number;
}

export interface GenerationOptions {
  model: string;
  provider?: string;
  /** `chat` unless it is something else, such as `embeddings`. */
  operation?: string;
  /** A text, or messages. */
  input?: unknown;
  attributes?: Attributes;
}

/** What is known of a model call once it is made. */
export interface Generation {
  usage(usage: Usage): void;
  output(value: unknown): void;
  /** The model that answered, where it is not the one that was asked. */
  model(name: string): void;
  finishReason(reason: string): void;
  /** Call it with the first piece of a stream. */
  firstToken(): void;
}

const USAGE_ATTRIBUTES: Record<keyof Usage, string> = {
  input: 'gen_ai.usage.input_tokens',
  output: 'gen_ai.usage.output_tokens',
  total: 'gen_ai.usage.total_tokens',
  cachedRead: 'gen_ai.usage.cache_read.input_tokens',
  cacheWrite: 'gen_ai.usage.cache_creation.input_tokens',
  reasoning: 'gen_ai.usage.reasoning.output_tokens',
  cost: 'gen_ai.usage.cost',
};

function usageAttributes(usage: Usage): Attributes {
  const attributes: Attributes = {};
  for (const [name, attribute] of Object.entries(USAGE_ATTRIBUTES)) {
    const value = usage[name as keyof Usage];
    if (value !== undefined) attributes[attribute] = value;
  }
  return attributes;
}

const requestAttributes = (
  { model, provider, operation = 'chat', input }: GenerationOptions,
  content: boolean,
) => ({
  'gen_ai.operation.name': operation,
  'gen_ai.request.model': model,
  ...(provider === undefined ? {} : { 'gen_ai.provider.name': provider }),
  ...(content && input !== undefined
    ? operation === 'chat'
      ? { 'gen_ai.input.messages': messagesOf(input, 'user') }
      : { 'gen_ai.request.embedding_inputs': textOf(input) }
    : {}),
});

export class Generations {
  #tracer: Tracer;
  #content: boolean;
  #nowMs: () => number;

  constructor(tracer: Tracer, content: boolean, nowMs: () => number) {
    this.#tracer = tracer;
    this.#content = content;
    this.#nowMs = nowMs;
  }

  /** A model call that no instrumentation sees. */
  generation<T>(options: GenerationOptions, call: (generation: Generation) => T): T {
    const span = this.#start(options);
    const startedMs = this.#nowMs();
    const content = this.#content;
    let streams = false;
    const generation: Generation = {
      usage: (usage) => quietly(() => void span.setAttributes(usageAttributes(usage))),
      output: (value) =>
        quietly(() => {
          if (content) span.setAttribute('gen_ai.output.messages', messagesOf(value, 'assistant'));
        }),
      model: (name) => quietly(() => void span.setAttribute('gen_ai.response.model', name)),
      finishReason: (reason) =>
        quietly(() => void span.setAttribute('gen_ai.response.finish_reasons', [reason])),
      firstToken: () =>
        quietly(() => {
          if (streams) return;
          streams = true;
          span.setAttribute('gen_ai.response.time_to_first_chunk', (this.#nowMs() - startedMs) / 1000);
        }),
    };
    return traced(span, context.active(), () => call(generation));
  }

  /** Tokens that were spent, told after the fact. */
  usage(options: GenerationOptions, usage: Usage): void {
    const span = this.#start({
      ...options,
      attributes: { ...usageAttributes(usage), ...options.attributes },
    });
    endSpan(span);
  }

  #start(options: GenerationOptions) {
    const { operation = 'chat', model, attributes } = options;
    return startSpan(
      this.#tracer,
      `${operation} ${model}`,
      { ...requestAttributes(options, this.#content), ...attributes },
      context.active(),
    );
  }
}

import type { Json } from '../content.ts';
import { firstString, isRecord, type JsonRecord } from '../message-parts.ts';

/** What a run's outputs say of the model call, beside the answer itself. */
export interface RunResult {
  usage: JsonRecord | undefined;
  model: string | undefined;
  provider: string | undefined;
  finishReasons: string[];
}

const recordIn = (record: JsonRecord, ...keys: string[]): JsonRecord | undefined => {
  for (const key of keys) {
    const value = record[key];
    if (isRecord(value)) return value;
  }
  return undefined;
};

/** LangChain's answers: a list for each prompt, of the alternatives given to it. */
function generationsOf({ generations }: JsonRecord): JsonRecord[] {
  return Array.isArray(generations) ? generations.flat(1).filter(isRecord) : [];
}

/** A message of LangChain's, as an object or as the constructor call that makes it. */
function messageOf({ message }: JsonRecord): JsonRecord {
  if (!isRecord(message)) return {};
  return recordIn(message, 'kwargs', 'data') ?? message;
}

const plus = (a: Json | undefined, b: Json): Json => {
  if (typeof b === 'number') return typeof a === 'number' ? a + b : b;
  if (!isRecord(b)) return b;
  const sum = new Map<string, Json>(Object.entries(isRecord(a) ? a : {}));
  for (const [key, value] of Object.entries(b)) sum.set(key, plus(sum.get(key), value));
  return Object.fromEntries(sum);
};

const summed = (usages: readonly JsonRecord[]): JsonRecord | undefined =>
  usages.length === 0 ? undefined : usages.reduce((sum, usage) => plus(sum, usage) as JsonRecord);

/** Token counts as OpenAI's API gives them: told apart from other meanings of the word by their names. */
const rawUsage = ({ usage }: JsonRecord): JsonRecord | undefined =>
  isRecord(usage) && typeof usage.prompt_tokens === 'number' ? usage : undefined;

/** Reads LangSmith's own form, LangChain's results, and answers handed on as a provider gave them. */
export function runResult(outputs: JsonRecord): RunResult {
  const generations = generationsOf(outputs);
  const messages = generations.length > 0 ? generations.map(messageOf) : [messageOf(outputs)];
  const metadata = messages.map((message) => recordIn(message, 'response_metadata') ?? {});
  const llm = recordIn(outputs, 'llm_output', 'llmOutput') ?? {};
  const usages = messages.map(({ usage_metadata }) => usage_metadata).filter(isRecord);
  return {
    usage:
      recordIn(outputs, 'usage_metadata') ??
      summed(usages) ??
      recordIn(llm, 'token_usage', 'tokenUsage', 'estimatedTokenUsage') ??
      rawUsage(outputs),
    model: firstString(
      outputs.model,
      ...metadata.flatMap(({ model_name, model }) => [model_name ?? null, model ?? null]),
      llm.model_name,
      llm.model,
    ),
    provider: firstString(...metadata.map(({ model_provider }) => model_provider)),
    finishReasons: generations.flatMap((generation, index) => {
      const info = recordIn(generation, 'generation_info', 'generationInfo') ?? {};
      const told = metadata[index] ?? {};
      return firstString(info.finish_reason, told.finish_reason, told.stop_reason, info.stop_reason) ?? [];
    }),
  };
}

/** What a step of an agent did, before anyone wrote it down in the words of one convention. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface ToolCall {
  id: string;
  name: string;
  arguments: Json;
}

export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text?: string;
  reasoning?: string;
  toolCalls?: readonly ToolCall[];
  toolResult?: { id: string; name: string; result: Json };
}

export interface Document {
  id: string;
  title: string;
  text: string;
  score: number;
}

export interface Tool {
  name: string;
  description: string;
  parameters: Json;
}

/** Counts as a provider reports them: details are contained in input and output. */
export interface Usage {
  input: number;
  cached: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

export type Facts =
  | { step: 'agent'; name: string; version: string; input: string; output?: string }
  | {
      step: 'llm';
      model: string;
      answeredBy: string;
      provider: string;
      prompt: { name: string; version: number } | undefined;
      messages: readonly Message[];
      tools: readonly Tool[];
      stream: boolean;
      temperature: number;
      answer?: Message;
      usage?: Usage;
      firstTokenMs?: number;
      /** In the line of a server of one's own, before it begins. */
      queuedMs?: number;
    }
  | { step: 'tool'; name: string; description: string; callId: string; arguments: Json; result?: Json }
  | { step: 'retriever'; name: string; query: string; documents?: readonly Document[] }
  | { step: 'embedding'; model: string; provider: string; text: string; tokens?: number }
  | {
      step: 'reranker';
      model: string;
      provider: string;
      query: string;
      candidates: readonly Document[];
      documents?: readonly Document[];
    }
  | { step: 'guardrail'; name: string; input: string; verdict?: string }
  | { step: 'chain'; name: string; input: string; output?: string }
  | { step: 'decision'; name: string; options: readonly string[]; chosen: string; reason: string }
  | { step: 'http'; method: string; host: string; path: string; statusCode?: number }
  | {
      step: 'db';
      system: string;
      collection: string;
      operation: string;
      /** Of a vector database: how many were asked for, what was found, and what it is charged as. */
      topK?: number;
      found?: readonly Pick<Document, 'id' | 'score'>[];
      readUnits?: number;
    };

export type StepOf<Name extends Facts['step']> = Extract<Facts, { step: Name }>;
/** What no LLM convention speaks of. */
export type PlainFacts = StepOf<'http' | 'db' | 'decision'>;
export type ModelFacts = Exclude<Facts, PlainFacts>;

/** Who runs the agent, and for whom. */
export interface Context {
  agent: string;
  agentVersion: string;
  userId: string;
  sessionId: string;
  tags: readonly string[];
}

export type Value = string | number | boolean | readonly string[] | readonly number[];
export type Attributes = Record<string, Value>;

/** One family of instrumentation: how it names a step and which attributes it writes. */
export interface Dialect {
  scope: { name: string; version: string };
  describe(facts: Facts, context: Context, durationMs: number): { name: string; attributes: Attributes };
}

import type { Message, StepOf, Tool, Usage } from './facts.ts';
import type { Story } from './story.ts';
import { StepError, type Tape } from './tape.ts';

/** How a model behaves: where it runs, how it names itself when it answers, how fast it is. */
export interface Model {
  id: string;
  answeredBy: string;
  provider: string;
  firstTokenMs: number;
  tokensPerSecond: number;
  /** Reasoning tokens for each token of the answer. */
  thinks: number;
  /** `written`: cache writes are reported and charged apart. */
  caches: 'read' | 'written' | 'no';
}

const model = (
  id: string,
  provider: string,
  answeredBy: string,
  speed: readonly [firstTokenMs: number, tokensPerSecond: number],
  more: Partial<Model> = {},
): Model => ({
  id,
  provider,
  answeredBy,
  firstTokenMs: speed[0],
  tokensPerSecond: speed[1],
  thinks: 0,
  caches: 'read',
  ...more,
});

export const MODELS = {
  gpt41: model('gpt-4.1', 'openai', 'gpt-4.1-2025-04-14', [520, 78]),
  gpt5mini: model('gpt-5-mini', 'openai', 'gpt-5-mini-2025-08-07', [640, 110], { thinks: 0.9 }),
  o4mini: model('o4-mini', 'openai', 'o4-mini-2025-04-16', [2400, 120], { thinks: 2.4 }),
  sonnet: model('claude-sonnet-4-5', 'anthropic', 'claude-sonnet-4-5-20250929', [980, 66], {
    caches: 'written',
  }),
  deepseek: model('deepseek-chat', 'deepseek', 'deepseek-chat', [860, 42]),
  qwen: model('qwen3-max', 'alibaba', 'qwen3-max', [610, 58], { caches: 'no' }),
  /** Trained in the house: nobody lists a price for it. */
  atlas: model('atlas-writer-7b', 'atlas', 'atlas-writer-7b', [180, 95], { caches: 'no' }),
} satisfies Record<string, Model>;

export const EMBEDDING = { id: 'text-embedding-3-small', provider: 'openai' };

/** About what a tokenizer counts: a Chinese character is most of a token, four Latin letters are one. */
export function tokensOf(text: string): number {
  let wide = 0;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x2e7f) wide += 1;
  return Math.ceil(wide * 0.75 + (text.length - wide) / 4);
}

const messageTokens = (message: Message): number =>
  4 +
  tokensOf(message.text ?? '') +
  tokensOf(message.reasoning ?? '') +
  (message.toolCalls ?? []).reduce((sum, call) => sum + 12 + tokensOf(JSON.stringify(call.arguments)), 0) +
  (message.toolResult ? tokensOf(JSON.stringify(message.toolResult.result)) : 0);

export interface Ask {
  model: Model;
  messages: readonly Message[];
  answer: Message;
  tools?: readonly Tool[];
  prompt?: { name: string; version: number };
  stream?: boolean;
  temperature?: number;
  /** Tokens of a fixed preamble (long instructions, files) that the messages shown do not spell out. */
  preamble?: number;
  /** Share of the prompt that the provider has seen before, 0 to 1. */
  seen?: number;
}

function usageOf(ask: Ask, tape: Tape): Usage {
  const { model: who, messages, answer, tools = [], preamble = 0, seen = 0 } = ask;
  const fixed = preamble + tools.reduce((sum, tool) => sum + tokensOf(JSON.stringify(tool)), 0);
  const input = fixed + messages.reduce((sum, message) => sum + messageTokens(message), 0);
  const block = 128;
  const cached = who.caches === 'no' ? 0 : Math.floor((input * seen) / block) * block;
  const left = input - cached;
  const spoken = messageTokens(answer);
  const reasoning =
    who.thinks === 0 ? 0 : Math.round((tape.random.about(who.thinks * (spoken + 60), 0.4) || 64) / 64) * 64;
  return {
    input,
    cached,
    cacheWrite: who.caches === 'written' && left > 1024 ? Math.round(left * 0.8) : 0,
    output: spoken + reasoning,
    reasoning,
  };
}

function refuse(tape: Tape, kind: 'rate_limit' | 'timeout' | 'overloaded', who: Model): never {
  const host = `api.${who.provider}.com`;
  const trail = (frame: string) =>
    `Traceback (most recent call last):\n  File "shop_assistant/llm/client.py", line 118, in complete\n    response = await self._transport.post(url, json=body, timeout=self.timeout)\n  File "shop_assistant/llm/transport.py", line 64, in post\n    ${frame}`;
  if (kind === 'rate_limit') {
    tape.wait(tape.random.about(210));
    throw new StepError(
      'RateLimitError',
      `429 Too Many Requests: rate limit reached for ${who.id} in organization shop-assistant on tokens per min (TPM). Please try again in ${tape.random.int(1, 9)}.${tape.random.int(0, 9)}s.`,
      `${trail('raise RateLimitError(response)')}\nRateLimitError: 429 Too Many Requests`,
    );
  }
  if (kind === 'overloaded') {
    tape.wait(tape.random.about(900));
    throw new StepError(
      'InternalServerError',
      `529 overloaded_error: ${host} is temporarily overloaded`,
      `${trail('raise InternalServerError(response)')}\nInternalServerError: 529 overloaded_error`,
    );
  }
  tape.wait(30_000);
  throw new StepError(
    'TimeoutError',
    `Request to ${host} timed out after 30.0s while waiting for the first token`,
    `${trail('raise TimeoutError(f"Request to {host} timed out after {timeout}s")')}\nTimeoutError: timed out after 30.0s`,
  );
}

/** One call of a model, which may fail. Returns the answer. */
function callOnce(tape: Tape, story: Story, ask: Ask): Message {
  const { model: who, stream = false } = ask;
  const facts: StepOf<'llm'> = {
    step: 'llm',
    model: who.id,
    answeredBy: who.answeredBy,
    provider: who.provider,
    prompt: ask.prompt,
    messages: ask.messages,
    tools: ask.tools ?? [],
    stream,
    temperature: ask.temperature ?? 0.3,
  };
  return tape.step(facts, (llm) => {
    const strain = story.strainOf(who.provider, tape.nowMs);
    if (tape.random.chance(strain.rateLimited)) refuse(tape, 'rate_limit', who);
    if (tape.random.chance(strain.timeouts)) refuse(tape, 'timeout', who);
    if (tape.random.chance(strain.timeouts / 2)) refuse(tape, 'overloaded', who);
    const usage = usageOf(ask, tape);
    const firstTokenMs =
      (tape.random.about(who.firstTokenMs, 0.3) + (usage.input - usage.cached) * 0.012) * strain.slower;
    tape.wait(firstTokenMs + (usage.output / tape.random.about(who.tokensPerSecond, 0.15)) * 1000);
    llm.usage = usage;
    llm.answer = ask.answer;
    if (who.provider === 'atlas')
      llm.queuedMs = Math.round(Math.min(firstTokenMs, tape.random.about(60, 0.9)));
    if (stream) llm.firstTokenMs = Math.round(firstTokenMs);
    return ask.answer;
  });
}

/**
 * A call with up to two further attempts after growing pauses; every attempt is a span of its own. A failure that
 * stays fails the steps around.
 */
export function callModel(tape: Tape, story: Story, ask: Ask): Message {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return callOnce(tape, story, ask);
    } catch (failure) {
      if (!(failure instanceof StepError) || attempt === 3 || failure.type === 'TimeoutError') throw failure;
      tape.wait(tape.random.between(400, 700) * 2 ** attempt);
    }
  }
}

/** Turns a text into a vector. */
export function embed(tape: Tape, text: string): void {
  const facts: StepOf<'embedding'> = {
    step: 'embedding',
    model: EMBEDDING.id,
    provider: EMBEDDING.provider,
    text,
  };
  tape.step(facts, () => {
    tape.wait(tape.random.about(85, 0.4));
    facts.tokens = tokensOf(text);
  });
}

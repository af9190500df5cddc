import { type Conversation, SYSTEM } from './conversations.ts';

/** What the model's provider answers, told apart by the model that is asked and the tools that it is offered. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: Record<string, string>;
}

/** As OpenAI counts: `input` contains the cached tokens, `output` those of reasoning. */
export interface TokenCount {
  input: number;
  cached: number;
  output: number;
  reasoning: number;
}

export interface Answer {
  conversation: Conversation['id'];
  requestModel: string;
  responseModel: string;
  text: string;
  toolCalls: readonly ToolCall[];
  tokens: TokenCount;
  streamed: boolean;
  /** The first attempt is turned away with HTTP 429. */
  rejectedFirst?: boolean;
}

export const ANSWERS = {
  plan: {
    conversation: 'refund',
    requestModel: 'gpt-4.1',
    responseModel: 'gpt-4.1-2025-04-14',
    text: '',
    toolCalls: [
      { id: 'call_a2604059f53e47d30', name: 'lookup_order', arguments: { order_id: 'A-1009' } },
      {
        id: 'call_b798c2c9db88cada6',
        name: 'get_refund_policy',
        arguments: { region: 'US', category: 'kitchen' },
      },
    ],
    tokens: { input: 412, cached: 128, output: 46, reasoning: 0 },
    streamed: false,
  },
  refund: {
    conversation: 'refund',
    requestModel: 'o4-mini',
    responseModel: 'o4-mini-2025-04-16',
    text: 'Your order A-1009 (blue ceramic mug) was delivered on May 3. It is inside the 30-day window, so I have started a full refund of $24.90.',
    toolCalls: [],
    tokens: { input: 655, cached: 256, output: 120, reasoning: 64 },
    streamed: true,
    rejectedFirst: true,
  },
  delivery: {
    conversation: 'delivery',
    requestModel: 'gpt-5-mini',
    responseModel: 'gpt-5-mini-2025-08-07',
    text: '您好！您的订单 B-2046 已于 5 月 6 日从上海仓发出，预计 5 月 9 日送达。如需改地址，请在签收前联系客服。😊',
    toolCalls: [],
    tokens: { input: 233, cached: 0, output: 88, reasoning: 32 },
    streamed: false,
  },
  thanks: {
    conversation: 'thanks',
    requestModel: 'gpt-4.1',
    responseModel: 'gpt-4.1-2025-04-14',
    text: 'You are welcome! Anything else I can help with?',
    toolCalls: [],
    tokens: { input: 801, cached: 640, output: 21, reasoning: 0 },
    streamed: false,
  },
  tracking: {
    conversation: 'parcel',
    requestModel: 'gpt-4.1',
    responseModel: 'gpt-4.1-2025-04-14',
    text: '',
    toolCalls: [{ id: 'call_c1a7f09b2e4d88531', name: 'track_parcel', arguments: { tracking: 'X1' } }],
    tokens: { input: 188, cached: 0, output: 17, reasoning: 0 },
    streamed: false,
  },
} as const satisfies Record<string, Answer>;

export const ALL_ANSWERS: readonly Answer[] = Object.values(ANSWERS);

export const REJECTION = 'Rate limit reached for o4-mini: 30000 tokens per minute. Please try again.';

export const EMBEDDING_MODEL = 'text-embedding-3-small';
/** Of the question in English and of the one in Chinese. */
export const EMBEDDING_TOKENS = { refund: 12, delivery: 15 };

export const instructions = (documents: readonly { id: string; content: string }[]): string =>
  [SYSTEM, ...documents.map(({ id, content }) => `[${id}] ${content}`)].join('\n');

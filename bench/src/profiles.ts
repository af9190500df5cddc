import { randomBytes } from 'node:crypto';
import type { Random } from './random.ts';

/** A span as the generator knows it, before it is put on the wire. */
export interface BenchSpan {
  traceId: Buffer;
  spanId: Buffer;
  parentSpanId: Buffer | undefined;
  name: string;
  startNs: bigint;
  endNs: bigint;
  attributes: [string, string | number][];
}

/** S: no text. M: about 2 KB of prompt and answer. L: about 10 KB. */
export const PROFILES = { S: 0, M: 2_048, L: 10_240 } as const;
export type Profile = keyof typeof PROFILES;

const MODELS = Array.from(
  { length: 50 },
  (_, i) =>
    `${['gpt-4.1', 'o4-mini', 'claude-sonnet-4-5', 'deepseek-chat', 'qwen3-max'][i % 5]}${i < 5 ? '' : `-${i}`}`,
);
const AGENTS = ['support-bot', 'rag-search', 'coding-agent', 'report-writer'];
const WORDS =
  'order parcel refund customer policy delivery the a of to and is was please check status number address payment item return within days agent tool result search document found answer question follow up 订单 退款 包裹 客户 政策 配送 查询 状态 地址 支付 商品 退货 七天 工具 结果 搜索 文档 回答 问题'.split(
    ' ',
  );

/** Trace sizes: median about 8, 99th percentile about 400. */
const traceSize = (random: Random): number =>
  Math.max(1, Math.min(400, Math.round(8 * Math.exp(1.7 * random.normal()))));

function text(random: Random, characters: number): string {
  const words: string[] = [];
  for (let length = 0; length < characters; ) {
    const word =
      random.next() < 0.05 ? String(random.below(100_000)) : (WORDS[random.below(WORDS.length)] as string);
    words.push(word);
    length += word.length + 1;
  }
  return words.join(' ');
}

/** One trace of `size` spans starting at `startNs`: an agent with model calls and tools below. */
export function benchTrace(
  random: Random,
  profile: Profile,
  startNs: bigint,
  size = traceSize(random),
): BenchSpan[] {
  const traceId = randomBytes(16);
  const rootId = randomBytes(8);
  const user = `user-${random.below(20_000)}`;
  const agent = AGENTS[random.below(AGENTS.length)] as string;
  const session = `session-${random.below(60_000)}`;
  const spans: BenchSpan[] = [];
  let at = startNs;
  for (let i = 1; i < size; i++) {
    const took = BigInt(random.below(2_000_000_000) + 1_000_000);
    spans.push({
      traceId,
      spanId: randomBytes(8),
      parentSpanId: rootId,
      name: i % 3 === 0 ? 'execute_tool lookup_order' : 'chat',
      startNs: at,
      endNs: at + took,
      attributes:
        i % 3 === 0 ? toolAttributes(random, profile) : callAttributes(random, profile, user, session),
    });
    at += took;
  }
  const root: BenchSpan = {
    traceId,
    spanId: rootId,
    parentSpanId: undefined,
    name: `invoke_agent ${agent}`,
    startNs,
    endNs: at + 5_000_000n,
    attributes: [
      ['gen_ai.operation.name', 'invoke_agent'],
      ['gen_ai.agent.name', agent],
      ['user.id', user],
      ['gen_ai.conversation.id', session],
      ...common(random),
    ],
  };
  return [root, ...spans];
}

const common = (random: Random): [string, string | number][] => [
  ['http.response.status_code', random.below(50) === 0 ? 500 : 200],
  ['app.region', ['eu', 'us', 'cn'][random.below(3)] as string],
  ['app.attempt', random.below(3)],
  ['app.cache', random.below(2) ? 'hit' : 'miss'],
];

function callAttributes(
  random: Random,
  profile: Profile,
  user: string,
  session: string,
): [string, string | number][] {
  const model = MODELS[Math.floor(MODELS.length * random.next() ** 3)] as string;
  const attributes: [string, string | number][] = [
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.provider.name', 'openai'],
    ['gen_ai.request.model', model],
    ['gen_ai.usage.input_tokens', 200 + random.below(3_000)],
    ['gen_ai.usage.output_tokens', 10 + random.below(600)],
    ['gen_ai.usage.cache_read.input_tokens', random.below(200)],
    ['user.id', user],
    ['gen_ai.conversation.id', session],
    ...common(random).slice(0, 2),
  ];
  const characters = PROFILES[profile];
  if (characters > 0) {
    const half = characters / 2;
    attributes.push(
      [
        'gen_ai.input.messages',
        JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text(random, half) }] }]),
      ],
      [
        'gen_ai.output.messages',
        JSON.stringify([
          {
            role: 'assistant',
            parts: [{ type: 'text', content: text(random, half) }],
            finish_reason: 'stop',
          },
        ]),
      ],
    );
  }
  return attributes;
}

function toolAttributes(random: Random, profile: Profile): [string, string | number][] {
  const attributes: [string, string | number][] = [
    ['gen_ai.operation.name', 'execute_tool'],
    ['gen_ai.tool.name', 'lookup_order'],
    ['gen_ai.tool.call.id', `call_${random.below(1e9)}`],
    ['app.shard', random.below(64)],
    ['app.queue', `q${random.below(8)}`],
    ['app.retry', random.below(2)],
    ...common(random),
  ];
  const characters = PROFILES[profile];
  if (characters > 0) {
    attributes.push(
      ['gen_ai.tool.call.arguments', JSON.stringify({ query: text(random, characters / 2) })],
      ['gen_ai.tool.call.result', JSON.stringify({ result: text(random, characters / 2) })],
    );
  }
  return attributes;
}

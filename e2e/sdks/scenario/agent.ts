import { ANSWERS, EMBEDDING_MODEL, instructions, type ToolCall } from './answers.ts';
import {
  CONVERSATIONS,
  type Conversation,
  type Document,
  FEEDBACK,
  LOOKUP_ORDER,
  REFUND_POLICY,
  type Tool,
  TRACK_PARCEL,
} from './conversations.ts';

export type Message =
  | { role: 'system'; text: string }
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; toolCalls: readonly ToolCall[] }
  | { role: 'tool'; toolCallId: string; toolName: string; result: Record<string, unknown> };

export interface ModelCall {
  model: string;
  messages: readonly Message[];
  tools: readonly Tool[];
  conversation: Conversation;
}

export type RunTool = (call: ToolCall) => Promise<Record<string, unknown>>;

/** How the agent asks its models; an SDK may wrap the client that does it. */
export interface Model {
  embed(model: string, text: string, conversation: Conversation): Promise<void>;
  /** One round: the answer, and the results of the tools it asks for. */
  round(call: ModelCall, runTool: RunTool): Promise<Message[]>;
  /** The text of a streamed answer. */
  stream(call: ModelCall): Promise<string>;
}

/** How a program makes the steps of the agent visible with the SDK it uses. */
export interface Instrumentation {
  model: Model;
  conversation(conversation: Conversation, answer: () => Promise<string>): Promise<string>;
  retrieval(
    knowledge: NonNullable<Conversation['knowledge']>,
    question: string,
    find: () => Promise<readonly Document[]>,
  ): Promise<readonly Document[]>;
  tool(call: ToolCall, run: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** The end user's judgement of the conversation that has just ended, where the SDK has a way to tell it. */
  feedback?(feedback: typeof FEEDBACK): Promise<void>;
  /** Everything is sent when it resolves. */
  flush(): Promise<void>;
}

const TOOLS: readonly Tool[] = [LOOKUP_ORDER, REFUND_POLICY, TRACK_PARCEL];

/** The support agent. It is the same for every SDK; only what watches it differs. */
export async function runSupportAgent(sdk: Instrumentation): Promise<void> {
  const runTool: RunTool = (call) =>
    sdk.tool(call, () => {
      const tool = TOOLS.find(({ name }) => name === call.name);
      if (tool === undefined) throw new Error(`The agent has no tool ${call.name}.`);
      return tool.run(call.arguments);
    });
  for (const conversation of CONVERSATIONS) {
    try {
      await sdk.conversation(conversation, () => ANSWERERS[conversation.id](sdk, conversation, runTool));
    } catch (error) {
      // A conversation may fail, as the one about the parcel is meant to; the agent lives on.
      if (conversation.id !== 'parcel') throw error;
    }
    if (conversation.id === 'refund') await sdk.feedback?.(FEEDBACK);
  }
  await sdk.flush();
}

type Answerer = (sdk: Instrumentation, conversation: Conversation, runTool: RunTool) => Promise<string>;

const ANSWERERS: Record<Conversation['id'], Answerer> = {
  async refund(sdk, conversation, runTool) {
    const messages = await opening(sdk, conversation);
    const tools = [LOOKUP_ORDER, REFUND_POLICY];
    const plan = { model: ANSWERS.plan.requestModel, messages, tools, conversation };
    const found = await sdk.model.round(plan, runTool);
    const answer = {
      model: ANSWERS.refund.requestModel,
      messages: [...messages, ...found],
      tools: [],
      conversation,
    };
    return onceMoreIfRejected(() => sdk.model.stream(answer));
  },
  delivery: (sdk, conversation, runTool) =>
    answerAtOnce(sdk, conversation, ANSWERS.delivery.requestModel, runTool),
  thanks: (sdk, conversation, runTool) =>
    answerAtOnce(sdk, conversation, ANSWERS.thanks.requestModel, runTool),
  async parcel(sdk, conversation, runTool) {
    const messages = await opening(sdk, conversation);
    const { requestModel: model } = ANSWERS.tracking;
    await sdk.model.round({ model, messages, tools: [TRACK_PARCEL], conversation }, runTool);
    return '';
  },
};

async function opening(sdk: Instrumentation, conversation: Conversation): Promise<Message[]> {
  const { knowledge, question } = conversation;
  const documents =
    knowledge === undefined
      ? []
      : await sdk.retrieval(knowledge, question, async () => {
          await sdk.model.embed(EMBEDDING_MODEL, question, conversation);
          return knowledge.documents;
        });
  return [
    { role: 'system', text: instructions(documents) },
    { role: 'user', text: question },
  ];
}

async function answerAtOnce(
  sdk: Instrumentation,
  conversation: Conversation,
  model: string,
  runTool: RunTool,
): Promise<string> {
  const messages = await opening(sdk, conversation);
  const [answer] = await sdk.model.round({ model, messages, tools: [], conversation }, runTool);
  return answer?.role === 'assistant' ? answer.text : '';
}

/** A provider that is busy says so with 429; the agent asks once more, as a call of its own. */
async function onceMoreIfRejected<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (statusOf(error) !== 429) throw error;
    return ask();
  }
}

const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'status' in error ? error.status : undefined;

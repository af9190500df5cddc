import type { Scenario, ToolUse, Turn } from '../conversations/scenario.ts';
import { genAi } from '../dialects/gen-ai.ts';
import type { Message, StepOf, Tool } from '../facts.ts';
import { callModel, MODELS } from '../models.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Story } from '../story.ts';
import { StepError, Tape } from '../tape.ts';
import { retrieve } from './retrieval.ts';
import type { Scored } from './scored.ts';
import { service } from './services.ts';

const TOOLS: Record<string, string> = {
  lookup_order: 'Looks up an order by its id: state, items, price, tracking number.',
  track_parcel: 'Where a parcel is and when it should arrive.',
  create_return: 'Opens a return and makes the label.',
  create_ticket: 'Hands the case over to a human with a summary.',
  update_delivery: 'Changes how an order is delivered.',
  list_promotions: 'Promotions that apply to a product now.',
  list_payments: 'Payments of an order and their state.',
  void_authorization: 'Releases a reserved payment.',
  cancel_order: 'Cancels an order that is not packed yet.',
};

const definitions: readonly Tool[] = Object.entries(TOOLS).map(([name, description]) => ({
  name,
  description,
  parameters: { type: 'object', properties: { order_id: { type: 'string' } } },
}));

const SYSTEM = {
  zh: '你是“小助”，一家网店的客服。先查订单再回答，绝不编造物流和退款信息。语气诚恳、简短，给出下一步。涉及金额、赔付时以工具结果为准；用户情绪激动时先道歉，再处理。无法解决的问题转人工，并说明多久会有人联系。',
  en: 'You are Sam, the assistant of an online shop. Look the order up before you answer and never invent delivery or refund facts. Be brief and kind, and end with the next step. Amounts come from tools only. Hand over to a human when you cannot solve it, and say how long it takes.',
};

const SORRY = {
  zh: '抱歉，系统暂时查不到这笔订单，我已经把情况记录下来，稍后由人工客服联系您。您也可以过几分钟再试一次。',
  en: 'I am sorry, I cannot reach the order system right now. I have noted your case and a colleague will come back to you; you can also try again in a few minutes.',
};

export interface SupportSession {
  person: Person;
  scenario: Scenario;
  sessionId: string;
  environment: string;
}

function useTool(tape: Tape, use: ToolUse, callId: string, regressed: boolean, again: boolean): Message {
  const { random } = tape;
  const broken = use.name === 'lookup_order' && random.chance(!regressed ? 0.025 : again ? 0.6 : 0.24);
  const slow = !broken && random.chance(0.008);
  const facts: StepOf<'tool'> = {
    step: 'tool',
    name: use.name,
    description: TOOLS[use.name] ?? use.name,
    callId,
    // The new version sends what the customer typed instead of the bare id.
    arguments:
      broken && regressed
        ? { order_id: `订单号 ${(use.arguments as { order_id: string }).order_id}` }
        : use.arguments,
  };
  const http: StepOf<'http'> = {
    step: 'http',
    method:
      use.name.startsWith('lookup') || use.name.startsWith('track') || use.name.startsWith('list')
        ? 'GET'
        : 'POST',
    host: use.host,
    path: use.path,
  };
  const outcome = tape.attempt(facts, () => {
    tape.step(http, () => {
      tape.wait(slow ? 5000 : random.about(70, 0.6));
      if (slow) {
        throw new StepError(
          'ReadTimeout',
          `GET ${use.host} timed out after 5.0s`,
          `  File "shop_assistant/tools/http.py", line 41, in get\n    raise ReadTimeout(url)\nReadTimeout: timed out after 5.0s`,
        );
      }
      http.statusCode = broken ? 422 : 200;
      if (broken) {
        throw new StepError(
          'InvalidOrderId',
          `422 Unprocessable Entity: order_id must match SA-00A-00000, got "${(facts.arguments as { order_id: string }).order_id}"`,
          `Traceback (most recent call last):\n  File "shop_assistant/tools/orders.py", line 57, in lookup_order\n    response.raise_for_status()\nInvalidOrderId: order_id must match SA-00A-00000`,
        );
      }
    });
    facts.result = use.result;
  });
  const result =
    outcome instanceof StepError ? { error: outcome.type, message: outcome.message } : use.result;
  return { role: 'tool', toolResult: { id: callId, name: use.name, result } };
}

/** One question of a customer and its answer: one trace. Returns the answer given, for the next turn's history. */
export function supportTurn(
  random: Random,
  startMs: number,
  story: Story,
  session: SupportSession,
  turn: Turn,
  history: readonly Message[],
): { tape: Tape; answer: string; scores: Scored[] } {
  const { person, sessionId } = session;
  const bot = story.supportBot(startMs);
  const context = { agent: 'support-bot', agentVersion: bot.version, userId: person.id, sessionId, tags: [] };
  const runsIn = service('shop-assistant', bot.release, 'python', session.environment, random.int(1, 3));
  const tape = new Tape(random, startMs, context, genAi, runsIn);
  const main = person.language === 'zh' ? (random.chance(0.6) ? MODELS.qwen : MODELS.deepseek) : MODELS.gpt41;
  const prompt = { name: 'support-system', version: bot.prompt };
  const system: Message = { role: 'system', text: SYSTEM[person.language] };
  const root: StepOf<'agent'> = {
    step: 'agent',
    name: 'support-bot',
    version: bot.version,
    input: turn.user,
  };
  let helped = true;
  let unanswered = false;

  const outcome = tape.attempt(root, () => {
    const guard: StepOf<'guardrail'> = { step: 'guardrail', name: 'input_policy', input: turn.user };
    tape.step(guard, () => {
      tape.wait(random.about(24));
      guard.verdict = 'pass';
    });
    const topics = ['order', 'return', 'payment', 'product', 'smalltalk'];
    const intent =
      turn.tools?.[0]?.name === 'create_return'
        ? 'return'
        : turn.tools
          ? 'order'
          : turn.knowledge
            ? 'product'
            : 'smalltalk';
    callModel(tape, story, {
      model: MODELS.gpt5mini,
      prompt: { name: 'support-router', version: 3 },
      messages: [
        {
          role: 'system',
          text: `Classify the customer's message. One of: ${topics.join(', ')}. Answer in JSON.`,
        },
        { role: 'user', text: turn.user },
      ],
      answer: {
        role: 'assistant',
        text: JSON.stringify({ intent, language: person.language, confidence: 0.9 }),
      },
      preamble: 480,
      seen: 0.6,
      temperature: 0,
    });

    const messages: Message[] = [system, ...history, { role: 'user', text: turn.user }];
    const preamble = bot.regressed ? 2600 : 1400;
    const seen = bot.regressed ? 0.1 : Math.min(0.85, 0.45 + history.length * 0.08);
    if (turn.knowledge) {
      const found = retrieve(tape, 'help-centre', turn.user, person.language, turn.knowledge, 3);
      messages.push({
        role: 'system',
        text: found.map(({ title, text }) => `【${title}】${text}`).join('\n'),
      });
    }
    for (const use of turn.tools ?? []) {
      for (let attempt = 1; ; attempt += 1) {
        const callId = `call_${random.hex(6)}`;
        const asked = callModel(tape, story, {
          model: main,
          prompt,
          messages,
          tools: definitions,
          answer: {
            role: 'assistant',
            toolCalls: [{ id: callId, name: use.name, arguments: use.arguments }],
          },
          preamble,
          seen,
        });
        const result = useTool(tape, use, callId, bot.regressed, attempt > 1);
        messages.push(asked, result);
        const failed = JSON.stringify(result.toolResult?.result).startsWith('{"error"');
        if (!failed) break;
        if (attempt === 2) {
          helped = false;
          // v2.4 also lost the apology for a tool that keeps failing.
          if (bot.regressed && random.chance(0.5)) {
            throw new StepError(
              'ToolFailed',
              `${use.name} failed twice, giving up`,
              'Traceback (most recent call last):\n  File "shop_assistant/agent/loop.py", line 203, in run\n    raise ToolFailed(call.name, attempts=2)\nToolFailed: lookup_order failed twice, giving up',
            );
          }
          break;
        }
      }
      if (!helped) break;
    }
    const text = helped ? turn.answer : SORRY[person.language];
    callModel(tape, story, {
      model: main,
      prompt,
      messages,
      tools: definitions,
      answer: { role: 'assistant', text },
      preamble,
      seen,
      stream: true,
    });
    const check: StepOf<'guardrail'> = { step: 'guardrail', name: 'output_policy', input: text };
    tape.step(check, () => {
      tape.wait(random.about(31));
      check.verdict = 'pass';
    });
    root.output = text;
  });
  if (outcome instanceof StepError) {
    helped = false;
    unanswered = true;
  }

  const scores: Scored[] = [];
  if (!unanswered && random.chance(0.35)) {
    const value =
      Math.round(
        Math.min(1, Math.max(0, random.about(helped ? (bot.regressed ? 0.74 : 0.88) : 0.28, 0.12))) * 100,
      ) / 100;
    scores.push({
      name: 'helpfulness',
      value,
      explanation: helped
        ? 'The answer names the order, its state and the next step, and matches the tool results.'
        : 'The customer did not get what was asked for: the order could not be looked up.',
    });
  }
  if (random.chance(helped ? 0.1 : 0.3)) {
    const liked = random.chance(helped ? 0.9 : 0.08);
    scores.push({
      name: 'user_feedback',
      value: liked ? 1 : 0,
      label: liked ? 'thumbs_up' : 'thumbs_down',
      explanation: '',
    });
  }
  return { tape, answer: root.output ?? SORRY[person.language], scores };
}

import type { Scenario, Turn } from '../conversations/scenario.ts';
import { genAi } from '../dialects/gen-ai.ts';
import type { Message, StepOf } from '../facts.ts';
import { callModel, MODELS } from '../models.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Story } from '../story.ts';
import { StepError, Tape } from '../tape.ts';
import { decide } from './decide.ts';
import { retrieve } from './retrieval.ts';
import type { Scored } from './scored.ts';
import { service } from './services.ts';
import { planCall, SUPPORT_TOOLS, useTool } from './support-tools.ts';
import { COMMENTS, REVIEWERS, TONES } from './verdicts.ts';

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

    decide(tape, {
      name: 'answer from',
      options: ['tools', 'help centre', 'memory'],
      ...(turn.tools
        ? { chosen: 'tools', reason: 'It is about one order.' }
        : turn.knowledge
          ? { chosen: 'help centre', reason: 'It is about how the shop works.' }
          : { chosen: 'memory', reason: 'Nothing is asked that has to be looked up.' }),
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
        const call = planCall(random, use, { regressed: bot.regressed, again: attempt > 1 });
        const asked = callModel(tape, story, {
          model: main,
          prompt,
          messages,
          tools: SUPPORT_TOOLS,
          answer: {
            role: 'assistant',
            toolCalls: [{ id: call.id, name: use.name, arguments: call.arguments }],
          },
          preamble,
          seen,
        });
        const { message, failed } = useTool(tape, use, call);
        messages.push(asked, message);
        if (!failed) break;
        // v2.4 also lost the apology for a tool that keeps failing.
        const givesUp = attempt === 2 && bot.regressed && random.chance(0.5);
        decide(tape, {
          name: 'after a failure',
          options: ['try again', 'apologise', 'give up'],
          chosen: attempt === 1 ? 'try again' : givesUp ? 'give up' : 'apologise',
          reason: `${use.name} failed ${attempt === 1 ? 'once' : 'twice'}.`,
        });
        if (attempt === 2) {
          helped = false;
          if (givesUp) {
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
      tools: SUPPORT_TOOLS,
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
      by: 'event',
      name: 'helpfulness',
      value,
      explanation: helped
        ? 'The answer names the order, its state and the next step, and matches the tool results.'
        : 'The customer did not get what was asked for: the order could not be looked up.',
    });
  }
  if (random.chance(helped ? 0.1 : 0.3)) {
    const liked = random.chance(helped ? 0.9 : 0.08);
    const words = COMMENTS[person.language][liked ? 'liked' : 'disliked'];
    scores.push({
      by: 'api',
      name: 'user_feedback',
      value: liked,
      source: 'feedback',
      author: person.id,
      ...(random.chance(0.4) ? { comment: random.pick(words) } : {}),
    });
  }
  if (random.chance(0.06)) {
    scores.push({
      by: 'api',
      name: 'tone',
      value: random.pick(TONES[person.language]),
      source: 'annotation',
      author: random.pick(REVIEWERS),
    });
  }
  return { tape, answer: root.output ?? SORRY[person.language], scores };
}

import type { ToolUse } from '../conversations/scenario.ts';
import type { Json, Message, StepOf, Tool } from '../facts.ts';
import type { Random } from '../random.ts';
import { StepError, type Tape } from '../tape.ts';

const DESCRIPTIONS: Record<string, string> = {
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

export const SUPPORT_TOOLS: readonly Tool[] = Object.entries(DESCRIPTIONS).map(([name, description]) => ({
  name,
  description,
  parameters: { type: 'object', properties: { order_id: { type: 'string' } } },
}));

type Fate = 'works' | 'wrong id' | 'unavailable' | 'slow';

export interface PlannedCall {
  id: string;
  arguments: Json;
  fate: Fate;
}

const orderIn = (use: ToolUse): string => (use.arguments as { order_id: string }).order_id;

/** The call as the model makes it. The newer version often passes on words around the order id. */
export function planCall(
  random: Random,
  use: ToolUse,
  bot: { regressed: boolean; again: boolean },
): PlannedCall {
  const id = `call_${random.hex(6)}`;
  const looksUp = use.name === 'lookup_order';
  if (looksUp && bot.regressed && random.chance(bot.again ? 0.6 : 0.24)) {
    return { id, arguments: { order_id: `#${orderIn(use).toLowerCase()}` }, fate: 'wrong id' };
  }
  const fate = looksUp && random.chance(0.025) ? 'unavailable' : random.chance(0.008) ? 'slow' : 'works';
  return { id, arguments: use.arguments, fate };
}

const trail = (error: string) =>
  `Traceback (most recent call last):\n  File "shop_assistant/tools/http.py", line 57, in call\n    response.raise_for_status()\n${error}`;

const FAILURES: Record<Exclude<Fate, 'works'>, (use: ToolUse, sent: Json) => StepError> = {
  'wrong id': (_, sent) =>
    new StepError(
      'InvalidOrderId',
      `422 Unprocessable Entity: order_id must match SA-00A-00000, got ${JSON.stringify((sent as { order_id: string }).order_id)}`,
      trail('InvalidOrderId: order_id must match SA-00A-00000'),
    ),
  unavailable: ({ host }) =>
    new StepError(
      'ServiceUnavailable',
      `503 Service Unavailable: ${host} is restarting`,
      trail('ServiceUnavailable: 503'),
    ),
  slow: ({ host }) =>
    new StepError(
      'ReadTimeout',
      `${host} did not answer within 5.0s`,
      trail('ReadTimeout: timed out after 5.0s'),
    ),
};
const STATUS: Partial<Record<Fate, number>> = { works: 200, 'wrong id': 422, unavailable: 503 };

/** Runs a tool and the request behind it. The message tells the model the result or the error. */
export function useTool(tape: Tape, use: ToolUse, call: PlannedCall): { message: Message; failed: boolean } {
  const { fate } = call;
  const facts: StepOf<'tool'> = {
    step: 'tool',
    name: use.name,
    description: DESCRIPTIONS[use.name] ?? use.name,
    callId: call.id,
    arguments: call.arguments,
  };
  const http: StepOf<'http'> = {
    step: 'http',
    method: /^(lookup|track|list)/.test(use.name) ? 'GET' : 'POST',
    host: use.host,
    path: use.path,
  };
  const outcome = tape.attempt(facts, () => {
    tape.step(http, () => {
      tape.wait(fate === 'slow' ? 5000 : tape.random.about(70, 0.6));
      const statusCode = STATUS[fate];
      if (statusCode !== undefined) http.statusCode = statusCode;
      if (fate !== 'works') throw FAILURES[fate](use, call.arguments);
    });
    facts.result = use.result;
  });
  const failed = outcome instanceof StepError;
  const result = failed ? { error: outcome.type, message: outcome.message } : use.result;
  return { message: { role: 'tool', toolResult: { id: call.id, name: use.name, result } }, failed };
}

import type { Answer } from '@pharos/core/question';
import { ApiFailure } from '../../../api/failure.ts';

interface Asked {
  widget: string;
  answer?: Answer | undefined;
  error?: { code: string; message: string } | undefined;
}

/** What comes into sight within so long is asked in one request. */
const WAIT_MS = 20;
/** The server takes no more at once. */
const MOST = 100;

/**
 * Asks for widgets one at a time, and for all that are asked for at the same time in one request. A widget that cannot
 * be answered fails by itself; a request that fails, fails for all in it.
 */
export function askTogether(
  ask: (widgets: readonly string[]) => Promise<readonly Asked[]>,
): (widget: string) => Promise<Answer> {
  let waiting = new Map<string, ((answers: Promise<readonly Asked[]>) => void)[]>();
  const send = () => {
    const all = [...waiting];
    waiting = new Map();
    for (let from = 0; from < all.length; from += MOST) {
      const some = all.slice(from, from + MOST);
      const answers = ask(some.map(([widget]) => widget));
      for (const [, listeners] of some) for (const listener of listeners) listener(answers);
    }
  };
  return async (widget) => {
    if (waiting.size === 0) setTimeout(send, WAIT_MS);
    const answers = await new Promise<readonly Asked[]>((resolve) => {
      waiting.set(widget, [...(waiting.get(widget) ?? []), resolve]);
    });
    const own = answers.find((each) => each.widget === widget);
    if (own?.answer) return own.answer;
    throw new ApiFailure(200, own?.error?.code ?? 'shape', own?.error?.message ?? '');
  };
}

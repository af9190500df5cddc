import type { Browser, CDPSession } from 'playwright-core';
import { z } from 'zod';

const answerSchema = z.object({ id: z.number(), result: z.unknown() });
const valueSchema = z.object({ result: z.object({ value: z.unknown().optional() }) });

/**
 * A tab as people have them. Pages that Playwright looks after are told that they are always in sight; of one that is opened behind
 * its back only the browser says so.
 */
export class PlainTab {
  readonly #browser: CDPSession;
  readonly #targetId: string;
  readonly #sessionId: string;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #asked = 0;

  private constructor(browser: CDPSession, targetId: string, sessionId: string) {
    this.#browser = browser;
    this.#targetId = targetId;
    this.#sessionId = sessionId;
    browser.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
      const answer = answerSchema.safeParse(JSON.parse(message));
      if (from === sessionId && answer.success) this.#waiting.get(answer.data.id)?.(answer.data.result);
    });
  }

  /** In front of all others. */
  static async open(browser: Browser, url: string): Promise<PlainTab> {
    const session = await browser.newBrowserCDPSession();
    const { targetId } = await session.send('Target.createTarget', { url });
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
    return new PlainTab(session, targetId, sessionId);
  }

  /** What an expression is in the page; undefined where it is nothing. */
  async evaluate(expression: string): Promise<unknown> {
    const id = ++this.#asked;
    const answered = new Promise((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({
      id,
      method: 'Runtime.evaluate',
      params: { expression, returnByValue: true },
    });
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message });
    return valueSchema.parse(await answered).result.value;
  }

  async toFront(): Promise<void> {
    await this.#browser.send('Target.activateTarget', { targetId: this.#targetId });
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#targetId });
  }
}

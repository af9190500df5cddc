import type { Page } from './page.ts';

export type PresenceState = 'active' | 'idle';

/**
 * Whether somebody is at the page: active while it is in sight and there is input, idle after a while without any or as soon as
 * it is hidden. Told when it changes, and as a sign of life in between.
 */
export class Presence {
  readonly #page: Page;
  readonly #times: { heartbeatMs: number; idleMs: number };
  readonly #tell: (state: PresenceState) => void;
  #inputAtMs: number;
  #told: { state: PresenceState; atMs: number } | undefined;
  #cancel: (() => void) | undefined;
  #paused = false;
  #undo: (() => void)[] = [];

  constructor(
    page: Page,
    times: { heartbeatMs: number; idleMs: number },
    tell: (state: PresenceState) => void,
  ) {
    this.#page = page;
    this.#times = times;
    this.#tell = tell;
    this.#inputAtMs = page.nowMs();
  }

  /** From now on it is told. */
  begin(): void {
    this.#paused = false;
    if (this.#undo.length > 0) {
      this.tellAgain();
      return;
    }
    const back = () => {
      this.#inputAtMs = this.#page.nowMs();
      this.#look();
    };
    this.#undo = [
      this.#page.on('input', () => {
        this.#inputAtMs = this.#page.nowMs();
        if (this.#told?.state === 'idle') this.#look();
      }),
      this.#page.on('visibility', () => (this.#page.visible() ? back() : this.#look())),
      this.#page.on('show', () => {
        this.#paused = false;
        back();
      }),
    ];
    back();
  }

  /** What is told beside the state has changed. */
  tellAgain(): void {
    if (this.#undo.length === 0) return;
    this.#told = undefined;
    this.#look();
  }

  /** Until the page is back, or it begins anew. */
  pause(): void {
    this.#paused = true;
    this.#cancel?.();
    this.#told = undefined;
  }

  end(): void {
    this.pause();
    for (const undo of this.#undo) undo();
    this.#undo = [];
  }

  #look(): void {
    if (this.#paused) return;
    this.#cancel?.();
    const { heartbeatMs, idleMs } = this.#times;
    const nowMs = this.#page.nowMs();
    const idleAtMs = this.#inputAtMs + idleMs;
    const state = this.#page.visible() && nowMs < idleAtMs ? 'active' : 'idle';
    if (this.#told?.state !== state || nowMs >= this.#told.atMs + heartbeatMs) {
      this.#told = { state, atMs: nowMs };
      this.#tell(state);
    }
    const nextMs = Math.min(this.#told.atMs + heartbeatMs, state === 'active' ? idleAtMs : Infinity);
    this.#cancel = this.#page.after(Math.max(nextMs - nowMs, 1), () => this.#look());
  }
}

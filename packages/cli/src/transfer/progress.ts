import type { Screen } from '../world.ts';
import type { Page } from './list.ts';

const WIDTH = 24;
/** Where no bar can be drawn. */
const LINE_EVERY_MS = 5000;
const DRAW_EVERY_MS = 100;

export const count = (n: number): string => n.toLocaleString('en');

/** How an import goes: one line that is drawn anew on a terminal, and now and then a line of its own elsewhere. */
export class Progress {
  readonly #screen: Screen;
  readonly #nowMs: () => number;
  #list = '';
  #began = 0;
  #shown = 0;
  #moved = 0;
  #known: Page['progress'];

  constructor(screen: Screen, nowMs: () => number) {
    this.#screen = screen;
    this.#nowMs = nowMs;
  }

  begin(list: string): void {
    this.#list = list;
    this.#began = this.#nowMs();
    this.#shown = this.#screen.isTTY ? 0 : this.#began;
    this.#moved = 0;
    this.#known = undefined;
  }

  moved(items: number, known: Page['progress']): void {
    this.#moved += items;
    this.#known = known;
    const now = this.#nowMs();
    if (now - this.#shown < (this.#screen.isTTY ? DRAW_EVERY_MS : LINE_EVERY_MS)) return;
    this.#shown = now;
    this.#say(this.#line());
  }

  /** Something to know while nothing moves. */
  pause(ms: number, why: string): void {
    // Short pauses are a matter between programs.
    if (ms >= 2000) this.#say(`${this.#list}  ${why}, again in ${Math.round(ms / 1000)} s`);
  }

  end(): void {
    this.#say(this.#line(true));
    if (this.#screen.isTTY) this.#screen.write('\n');
  }

  /** What is said next begins a line of its own. */
  broken(): void {
    if (this.#screen.isTTY && this.#list !== '') this.#screen.write('\n');
  }

  #line(ended = false): string {
    const seconds = (this.#nowMs() - this.#began) / 1000;
    const rate = seconds > 0 ? `${count(Math.round(this.#moved / seconds))}/s` : '';
    const share = ended
      ? 1
      : this.#known && this.#known.of > 0
        ? this.#known.read / this.#known.of
        : undefined;
    const bar = this.#screen.isTTY && share !== undefined ? `${barOf(share)} ` : '';
    const percent = share === undefined ? '' : `${String(Math.floor(share * 100)).padStart(3)} %  `;
    return `${this.#list}  ${bar}${percent}${count(this.#moved)}  ${rate}`;
  }

  #say(text: string): void {
    const erase = '\x1b[2K';
    this.#screen.write(this.#screen.isTTY ? `\r${erase}${text}` : `${text}\n`);
  }
}

function barOf(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
  return '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
}

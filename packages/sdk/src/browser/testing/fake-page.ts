import { ManualClock } from '../../testing/manual-clock.ts';
import type { Answer, Page, PageEvent } from '../page.ts';

export const TAKEN: Answer = { status: 200, retryAfter: undefined, body: '{"accepted":1,"refused":[]}' };

/** A page whose time, sight and network a test decides. */
export class FakePage implements Page {
  readonly clock = new ManualClock();
  /** Bodies in the order in which they were sent, and how. */
  readonly sent: { by: 'post' | 'beacon'; body: string }[] = [];
  readonly storage = new Map<string, string>();
  isVisible = true;
  address = '/cart';
  answer: () => Promise<Answer> = () => Promise.resolve(TAKEN);
  takesBeacons = true;
  #ids = 0;
  readonly #listeners = new Map<PageEvent, Set<() => void>>();

  nowMs = () => this.clock.nowMs();
  after = (ms: number, call: () => void) => this.clock.after(ms, call);
  random = () => 0.5;
  id = () => `id-${++this.#ids}`;
  visible = () => this.isVisible;
  path = () => this.address;
  locale = () => 'de-DE';
  kept = (name: string) => this.storage.get(name);
  keep = (name: string, value: string | undefined) =>
    value === undefined ? void this.storage.delete(name) : void this.storage.set(name, value);

  post(_url: string, body: string): Promise<Answer> {
    this.sent.push({ by: 'post', body });
    return this.answer();
  }

  beacon(_url: string, body: string): boolean {
    if (this.takesBeacons) this.sent.push({ by: 'beacon', body });
    return this.takesBeacons;
  }

  on(event: PageEvent, call: () => void): () => void {
    const calls = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, calls.add(call));
    return () => calls.delete(call);
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, calls) => sum + calls.size, 0);
  }

  /** It happens. */
  happens(event: PageEvent): void {
    for (const call of [...(this.#listeners.get(event) ?? [])]) call();
  }

  show(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.happens('visibility');
  }

  goTo(path: string): void {
    this.address = path;
    this.happens('route');
  }
}

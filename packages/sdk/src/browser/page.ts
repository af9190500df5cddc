/** What happens to a page. */
export type PageEvent = 'input' | 'visibility' | 'hide' | 'show' | 'online' | 'route';

export interface Answer {
  status: number;
  /** In seconds. */
  retryAfter: number | undefined;
  body: string;
}

/** All that the rest of this folder knows of the browser. */
export interface Page {
  nowMs(): number;
  /** Calls it later, unless what it returns is called before. */
  after(ms: number, call: () => void): () => void;
  /** From 0 to 1. */
  random(): number;
  id(): string;
  visible(): boolean;
  /** Without query and fragment, which often carry what is nobody's business. */
  path(): string;
  locale(): string;
  /** Kept for this tab, reloads included. */
  kept(name: string): string | undefined;
  keep(name: string, value: string | undefined): void;
  /** Rejects when there is no answer. */
  post(url: string, body: string): Promise<Answer>;
  /** For a page that goes away; false when the browser does not take it. */
  beacon(url: string, body: string): boolean;
  /** Calls it whenever this happens, until what it returns is called. */
  on(event: PageEvent, call: () => void): () => void;
}

const TIMEOUT_MS = 10_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const;
/** Text, so that the browser asks leave for it by no request of its own. */
const TEXT = 'text/plain;charset=UTF-8';

/** The page that this runs in; undefined where there is none, as on a server. */
export function thisPage(): Page | undefined {
  if (typeof window === 'undefined' || typeof document === 'undefined') return undefined;
  return {
    nowMs: () => Date.now(),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    // Not randomUUID: pages without TLS have none.
    id: () =>
      Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join(''),
    visible: () => document.visibilityState === 'visible',
    path: () => location.pathname,
    locale: () => navigator.language,
    kept: (name) => quietly(() => sessionStorage.getItem(name)) ?? undefined,
    keep: (name, value) =>
      quietly(() =>
        value === undefined ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, value),
      ),
    async post(url, body) {
      const response = await fetch(url, {
        ...{ method: 'POST', body, headers: { 'content-type': TEXT } },
        ...{ keepalive: true, credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MS) },
      });
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
      return {
        status: response.status,
        retryAfter: Number.isNaN(retryAfter) ? undefined : retryAfter,
        body: await response.text(),
      };
    },
    beacon: (url, body) => navigator.sendBeacon(url, new Blob([body], { type: TEXT })),
    on: (event, call) => LISTEN[event](() => quietly(call)),
  };
}

/** Nothing of ours may break a page: what fails here is left out. */
export function quietly<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

function listen(target: EventTarget, names: readonly string[], call: (event: Event) => void): () => void {
  for (const name of names) target.addEventListener(name, call, { capture: true, passive: true });
  return () => {
    for (const name of names) target.removeEventListener(name, call, { capture: true });
  };
}

const LISTEN: Record<PageEvent, (call: () => void) => () => void> = {
  input: (call) => listen(window, INPUTS, call),
  visibility: (call) => listen(document, ['visibilitychange'], call),
  hide: (call) => listen(window, ['pagehide'], call),
  // Back as it was left, out of the browser's memory.
  show: (call) => listen(window, ['pageshow'], (event) => (event as PageTransitionEvent).persisted && call()),
  online: (call) => listen(window, ['online'], call),
  route(call) {
    const undo = (['pushState', 'replaceState'] as const).map((name) => {
      const original = history[name];
      const ours: typeof original = function (this: History, ...args) {
        original.apply(this, args);
        call();
      };
      history[name] = ours;
      // Whoever has wrapped ours since goes on.
      return () => {
        if (history[name] === ours) history[name] = original;
      };
    });
    undo.push(listen(window, ['popstate'], call));
    return () => {
      for (const each of undo) each();
    };
  },
};

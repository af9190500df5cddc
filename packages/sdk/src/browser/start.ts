import type { EventProperties, EventReport, PresenceReport } from '../reports.ts';
import { type Counts, type Item, Outbox } from './outbox.ts';
import { type Page, quietly, thisPage } from './page.ts';
import { Presence } from './presence.ts';

export interface BrowserOptions {
  /** `pk-web-…`, of the origin that the page comes from. */
  key: string;
  /** Where Pharos is. */
  url: string;
  /** Who is there, once it is known; presence is told from then on. */
  user?: string | undefined;
  /** That they are who they are said to be: what your server made with `signUser`, where the key asks for it. */
  userToken?: string | undefined;
  /** Made up, and kept for this tab, unless said. */
  session?: string | undefined;
  agent?: string | undefined;
  /** `web` unless said. */
  platform?: string | undefined;
  /** ISO 3166-1 alpha-2; never guessed. */
  country?: string | undefined;
  /** The browser's unless said. */
  locale?: string | undefined;
  /** Says where the user is by itself, and that a page was seen; true unless said. */
  pages?: boolean | undefined;
  /** False: nothing is sent and nothing kept until `consent(true)`. */
  consent?: boolean | undefined;
  /** 30 unless said. */
  heartbeatSeconds?: number | undefined;
  /** Without input for so long somebody is idle; 60 unless said. */
  idleSeconds?: number | undefined;
  /** How long what is told waits for more; 1 unless said. */
  lingerSeconds?: number | undefined;
  /** So much waits at most, as while there is no network; 500 unless said. */
  maxWaiting?: number | undefined;
  onProblem?: ((message: string) => void) | undefined;
}

/** What a user thinks of an answer, by the id of its trace, or of the session. */
export interface BrowserFeedback {
  /** `feedback` unless said. */
  name?: string;
  /** A number, a thumb (true or false), or a category. */
  value: number | boolean | string;
  comment?: string;
  traceId?: string;
}

export interface PharosBrowser {
  /** Who is there; '' when they have signed out. To be said again with a new token before the one before expires. */
  identify(user: string, userToken?: string): void;
  /** Another session begins: another conversation, another case. */
  session(id: string): void;
  event(name: string, properties?: EventProperties, said?: Partial<EventReport>): void;
  feedback(feedback: BrowserFeedback): void;
  /** Where the user is now, for pages whose address does not tell. */
  page(path: string): void;
  /** False: stops, forgets what waits and what was kept. */
  consent(given: boolean): void;
  /** Sends what waits; true when all of it was answered for. */
  flush(): Promise<boolean>;
  counts(): Counts;
}

const SESSION = 'pharos.session';
const NOTHING: Counts = { waiting: 0, sent: 0, dropped: 0, refused: 0, retries: 0 };

/** Tells Pharos what happens in this page. Never throws; where there is no page, as on a server, it does nothing. */
export function start(options: BrowserOptions, page: Page | undefined = thisPage()): PharosBrowser {
  return (page && quietly(() => new Told(options, page))) ?? silence;
}

const silence: PharosBrowser = {
  identify() {},
  session() {},
  event() {},
  feedback() {},
  page() {},
  consent() {},
  flush: () => Promise.resolve(true),
  counts: () => NOTHING,
};

/** Options with what stands for those that are left out. */
function readOptions(given: BrowserOptions) {
  const { platform = 'web', pages = true, maxWaiting = 500, onProblem = () => undefined } = given;
  const { heartbeatSeconds = 30, idleSeconds = 60, lingerSeconds = 1 } = given;
  const times = {
    heartbeatMs: heartbeatSeconds * 1000,
    idleMs: idleSeconds * 1000,
    lingerMs: lingerSeconds * 1000,
  };
  return { ...given, ...times, platform, pages, maxWaiting, onProblem };
}

class Told implements PharosBrowser {
  readonly #page: Page;
  readonly #options: ReturnType<typeof readOptions>;
  #user: string;
  readonly #tokens = new Map<string, string>();
  #session: string | undefined;
  #path: string;
  #running: { outbox: Outbox; presence: Presence; undo: (() => void)[] } | undefined;

  constructor(given: BrowserOptions, page: Page) {
    this.#page = page;
    this.#options = readOptions(given);
    this.#user = given.user ?? '';
    if (given.userToken !== undefined) this.#tokens.set(this.#user, given.userToken);
    this.#session = given.session;
    this.#path = page.path();
    if (given.consent !== false) this.consent(true);
  }

  identify(user: string, userToken?: string): void {
    if (userToken !== undefined) this.#tokens.set(user, userToken);
    if (user === this.#user) return;
    if (this.#user !== '') this.#leave();
    this.#user = user;
    this.#beginPresence();
  }

  session(id: string): void {
    if (id === this.#session) return;
    this.#leave();
    this.#session = id;
    this.#beginPresence();
  }

  event(name: string, properties: EventProperties = {}, said: Partial<EventReport> = {}): void {
    this.#push('events', {
      ...{ name, properties, eventId: this.#page.id(), at: this.#now() },
      ...(this.#user === '' ? {} : { userId: this.#user }),
      ...{ sessionId: this.#session, ...this.#where(), ...said },
    });
  }

  feedback(said: BrowserFeedback): void {
    this.#push('feedback', {
      ...{ feedbackId: this.#page.id(), at: this.#now(), sessionId: this.#session },
      ...(this.#user === '' ? {} : { userId: this.#user }),
      ...said,
    });
  }

  page(path: string): void {
    if (path === this.#path) return;
    this.#path = path;
    this.event('page seen');
    this.#running?.presence.tellAgain();
  }

  consent(given: boolean): void {
    quietly(() => {
      if (given && !this.#running) this.#begin();
      else if (!given) this.#end();
    });
  }

  async flush(): Promise<boolean> {
    return (await this.#running?.outbox.flush()) ?? true;
  }

  counts(): Counts {
    return this.#running?.outbox.counts ?? NOTHING;
  }

  #begin(): void {
    const page = this.#page;
    const { key, url, maxWaiting, lingerMs, onProblem } = this.#options;
    this.#session ??= page.kept(SESSION) ?? page.id();
    page.keep(SESSION, this.#session);
    const outbox = new Outbox(page, {
      ...{ key, maxWaiting, lingerMs },
      tokenOf: (user) => this.#tokens.get(user),
      url: `${url.replace(/\/+$/, '')}/api/v1/beacon`,
      onProblem: (message) => quietly(() => onProblem(message)),
    });
    const presence = new Presence(page, this.#options, (state) =>
      this.#push('presence', this.#presence(state)),
    );
    const undo = [
      page.on('hide', () => this.#leave()),
      page.on('online', () => void outbox.flush()),
      // A phone may end a page that is out of sight without a word.
      page.on('visibility', () => void (page.visible() || outbox.flush())),
      ...(this.#options.pages ? [page.on('route', () => this.page(page.path()))] : []),
    ];
    this.#running = { outbox, presence, undo };
    if (this.#options.pages) this.event('page seen');
    this.#beginPresence();
  }

  #end(): void {
    const running = this.#running;
    if (!running) return;
    running.presence.end();
    running.outbox.stop();
    for (const undo of running.undo) undo();
    this.#running = undefined;
    this.#page.keep(SESSION, undefined);
    this.#session = this.#options.session;
  }

  #beginPresence(): void {
    if (this.#user === '') this.#running?.presence.end();
    else this.#running?.presence.begin();
  }

  /** The page, the user or the session is left: said at once, since it may be the last that is said. */
  #leave(): void {
    if (this.#user !== '') this.#push('presence', this.#presence('left'));
    this.#running?.presence.pause();
    quietly(() => this.#running?.outbox.leave());
  }

  #presence(state: PresenceReport['state']): Item {
    return { userId: this.#user, sessionId: this.#session, state, ...this.#where() };
  }

  #where(): object {
    const { agent, platform, country, locale = this.#page.locale() } = this.#options;
    return { page: this.#path, agent, platform, country, locale };
  }

  #push(kind: 'presence' | 'events' | 'feedback', item: Item): void {
    quietly(() => this.#running?.outbox.push(kind, item));
  }

  #now(): string {
    return new Date(this.#page.nowMs()).toISOString();
  }
}

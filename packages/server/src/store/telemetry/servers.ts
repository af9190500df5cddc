const URL_OF_SEVERAL = /^(https?:\/\/(?:[^@/]*@)?)([^/?#]+)(.*)$/;

/**
 * The URLs that one URL with several hosts stands for: `http://user:password@one:8123,two:8123/database`. Undefined when one
 * of them is no URL.
 */
export function urlsOf(text: string): [string, ...string[]] | undefined {
  const [, before = '', hosts = '', after = ''] = URL_OF_SEVERAL.exec(text.trim()) ?? [];
  const [first, ...others] = hosts.split(',').map((host) => `${before}${host.trim()}${after}`);
  if (first === undefined) return undefined;
  return [first, ...others].every((url) => URL.canParse(url)) ? [first, ...others] : undefined;
}

/** Servers of which each can do all: one of them is asked, and the next from when that one no longer answers. */
export class Servers<Server> {
  readonly #all: readonly [Server, ...Server[]];
  #at = 0;

  constructor(all: readonly [Server, ...Server[]]) {
    this.#all = all;
  }

  get now(): Server {
    return this.#all[this.#at] ?? this.#all[0];
  }

  /** Whoever finds that another did so before changes nothing. */
  failed(server: Server): void {
    if (server === this.now) this.#at = (this.#at + 1) % this.#all.length;
  }

  get all(): readonly Server[] {
    return this.#all;
  }
}

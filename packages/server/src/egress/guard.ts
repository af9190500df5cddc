import { untilAborted } from '../until-aborted.ts';
import type { AddressRule } from './address-rule.ts';
import { EgressError } from './errors.ts';
import { exchange, type RawAnswer } from './exchange.ts';
import { checkedAddresses, checkedUrl, type Resolve, type Resolved, systemResolve } from './target.ts';

export interface OutgoingRequest {
  method?: 'GET' | 'POST' | 'PUT';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** For all of it, where that is longer than for others: a large body takes its time. */
  timeoutMs?: number;
  /** The body holds a secret: it is given to no other origin than that of the URL. */
  isSecret?: boolean;
}

/** The way out for every request to an address that a user wrote. */
export interface Egress {
  /**
   * Sends a request and reads the first 64 KB of the answer, whatever its status.
   * @throws EgressError when there is none, or it may not be asked for; what the signal was aborted with
   */
  send(request: OutgoingRequest, signal?: AbortSignal): Promise<RawAnswer>;
  /** The addresses of a host for those who connect themselves, to one of these. @throws EgressError when it may not be connected to */
  addressesOf(host: string): Promise<readonly Resolved[]>;
}

export interface EgressOptions {
  rule: AddressRule;
  /** Whether URLs without TLS may be asked. */
  http?: boolean;
  resolve?: Resolve;
  /** For all of it, redirects too. */
  timeoutMs?: number;
  maxBytes?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];
/** These ask for the same request again; the others for one without a body. */
const REPEATING = [307, 308];
/** All that another origin may know of the headers. */
const SHARED_HEADERS = ['accept', 'content-type', 'user-agent'];

export function createEgress({
  rule,
  http = true,
  resolve = systemResolve,
  timeoutMs = TIMEOUT_MS,
  maxBytes = MAX_BYTES,
}: EgressOptions): Egress {
  async function send(request: OutgoingRequest, signal: AbortSignal): Promise<RawAnswer> {
    let current: OutgoingRequest = request;
    for (let redirects = 0; ; redirects++) {
      const url = checkedUrl(current.url, { http });
      const addresses = await checkedAddresses(url.hostname, rule, resolve);
      signal.throwIfAborted();
      const { method = 'GET', headers = {}, body } = current;
      const answer = await exchange(url, addresses, { method, headers, body, signal, maxBytes });
      const { location } = answer.headers;
      if (!REDIRECTS.includes(answer.status) || location === undefined) return answer;
      if (redirects === MAX_REDIRECTS)
        throw new EgressError(
          'refused_redirect',
          `More than ${MAX_REDIRECTS} redirects from ${url.hostname}.`,
        );
      current = redirected(current, url, answer.status, location);
    }
  }

  return {
    async send(request, signal) {
      const timer = new AbortController();
      const withinMs = request.timeoutMs ?? timeoutMs;
      const late = new EgressError('timeout', `No answer within ${withinMs / 1000} s.`);
      const timeout = setTimeout(() => timer.abort(late), withinMs);
      const either = signal ? AbortSignal.any([timer.signal, signal]) : timer.signal;
      try {
        // Resolving a name cannot be stopped.
        return await untilAborted(send(request, either), either);
      } finally {
        clearTimeout(timeout);
      }
    },
    addressesOf: (host) => checkedAddresses(host, rule, resolve),
  };
}

/** What a redirect asks for. @throws EgressError when that would lose or give away what was sent */
function redirected(request: OutgoingRequest, from: URL, status: number, location: string): OutgoingRequest {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  const refuse = (why: string) =>
    new EgressError('refused_redirect', `A redirect from ${from.hostname} ${why}.`);
  if (!to) throw refuse('leads to no URL');
  if (from.protocol === 'https:' && to.protocol !== 'https:') throw refuse('leads away from https');
  if (request.body !== undefined && !REPEATING.includes(status))
    throw refuse(`(${status}) would lose the message: set the address that it leads to`);
  if (to.origin === from.origin) return { ...request, url: to.href };
  if (request.isSecret) throw refuse('leads to another host, which may not know the secret in it');
  const headers = Object.entries(request.headers ?? {}).filter(([name]) =>
    SHARED_HEADERS.includes(name.toLowerCase()),
  );
  return { ...request, url: to.href, headers: Object.fromEntries(headers) };
}

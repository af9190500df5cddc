import { type Check, fine, type Group, wrong } from '../check.ts';
import { clockCheck } from '../clock-skew.ts';
import { request } from '../http.ts';
import { roundTrip } from './round-trip.ts';

export interface RunningServer {
  url: string;
  key: string | undefined;
  maySend: boolean;
  nowMs(): number;
  randomHex(count: number): string;
}

export const withKey = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

const CHECKS: readonly Check<RunningServer>[] = [
  {
    name: 'server.ready',
    about: 'its stores answer',
    severity: 'failure',
    advice: 'The store that is named does not answer the server: see it above, and the log of the server.',
    async look({ url }) {
      const { status, text } = await request(`${url}/readyz`);
      return status === 200 ? fine('ready') : wrong(`${status} ${text.slice(0, 200)}`);
    },
  },
  {
    name: 'server.metrics',
    about: 'Prometheus can read its metrics',
    severity: 'warning',
    advice: 'Give a secret key of a project with the scope `read` (--key or PHAROS_SECRET_KEY).',
    async look({ url, key }) {
      if (key === undefined) return undefined;
      const { status, text } = await request(`${url}/metrics`, { headers: withKey(key) });
      if (status !== 200) return wrong(`${status}`);
      return fine(`${new Set(text.match(/^pharos_\w+/gm)).size} series of Pharos`);
    },
  },
  {
    name: 'server.send',
    about: 'a span comes in and is read back',
    severity: 'failure',
    advice:
      'The key needs the scopes `ingest` and `read`; a quota may refuse it; see pharos_rejected_total, and the log of the server.',
    async look(server) {
      if (!server.maySend) return undefined;
      if (server.key === undefined)
        return wrong('no key', { advice: 'Pass --key, or set PHAROS_SECRET_KEY.' });
      const { acceptedMs, readMs } = await roundTrip({ ...server, key: server.key });
      return fine(`accepted after ${Math.round(acceptedMs)} ms, read after ${Math.round(readMs)} ms`);
    },
  },
  clockCheck('server.clock', async ({ url }) => {
    const { headers } = await request(`${url}/healthz`);
    // The header has whole seconds: on average half of one has gone by.
    return Date.parse(headers.get('date') ?? '') + 500;
  }),
];

/** A server that runs, over HTTP as anybody else. */
export const SERVER: Group<RunningServer> = {
  title: 'Running server',
  async open({ server, maySend, nowMs, randomHex }) {
    if (server === undefined) return undefined;
    const { status, text } = await request(`${server.url}/healthz`);
    if (status !== 200 || !text.includes('"ok"'))
      throw new Error(`${server.url}/healthz: ${status}, no Pharos.`);
    const subject = { url: server.url, key: server.key, maySend, nowMs, randomHex };
    return { subject, found: server.url };
  },
  reach: {
    name: 'server.reached',
    about: 'it answers',
    advice: 'See that the server runs, and --url; its log says why it ended.',
  },
  checks: CHECKS,
};

import { connect } from 'node:tls';
import { type Config, localUrl } from '../../config.ts';
import { fine, type Group, wrong } from '../check.ts';
import { isHealthy } from '../http.ts';
import { counted } from '../words.ts';

const HANDSHAKE_MS = 8_000;
const DAY_MS = 86_400_000;
const MIN_CERTIFICATE_DAYS = 21;

interface PublicUrl {
  url: URL;
  config: Config;
  nowMs(): number;
}

/** Where browsers and SDKs reach the product, when that was set. */
export const PUBLIC_URL: Group<PublicUrl> = {
  title: 'Public URL',
  open({ config, nowMs }) {
    if (config.publicUrl === localUrl(config.host, config.port)) return undefined;
    return { subject: { url: new URL(config.publicUrl), config, nowMs } };
  },
  reach: { name: 'public', about: 'the public URL', advice: '' },
  checks: [
    {
      name: 'public.reached',
      about: 'Pharos answers there',
      severity: 'warning',
      advice:
        'See that name service and proxy lead there from here, and that the server runs. Behind a firewall this may be as wanted.',
      look: async ({ config: { publicUrl } }) =>
        (await isHealthy(publicUrl))
          ? fine(publicUrl)
          : wrong(`${publicUrl}/healthz is not answered by a Pharos`),
    },
    {
      name: 'public.tls',
      about: 'cookies and keys travel encrypted',
      severity: 'warning',
      advice:
        'Put TLS before Pharos and write https:// into PHAROS_PUBLIC_URL: only then cookies are Secure.',
      look: ({ url }) =>
        url.protocol === 'https:' || isLoopback(url.hostname)
          ? fine(url.protocol.replace(':', ''))
          : wrong('no TLS'),
    },
    {
      name: 'public.certificate',
      about: 'its certificate is good for a while',
      severity: 'warning',
      advice: 'Renew it, and see why that was not done by itself.',
      async look({ url, nowMs }) {
        if (url.protocol !== 'https:') return undefined;
        const days = Math.floor(((await certificateEndMs(url)) - nowMs()) / DAY_MS);
        const found = `for ${counted(days, 'day')}`;
        if (days < 3) return wrong(found, { severity: 'failure' });
        return days < MIN_CERTIFICATE_DAYS ? wrong(found) : fine(found);
      },
    },
    {
      name: 'public.proxy',
      about: 'the proxy is believed who asks',
      severity: 'warning',
      advice:
        'Set PHAROS_TRUST_PROXY to the addresses of the proxy: limits count all users as one address else.',
      look: ({ url, config: { trustProxy } }) => {
        if (trustProxy !== undefined) return fine(trustProxy);
        return isLoopback(url.hostname) ? undefined : wrong('PHAROS_TRUST_PROXY is not set');
      },
    },
  ],
};

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

function certificateEndMs({ hostname, port }: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    // A certificate that is no longer believed is looked at all the same; who reaches the URL tells of that.
    const socket = connect(
      { host, servername: host, port: Number(port || 443), rejectUnauthorized: false },
      () => {
        const end = Date.parse(socket.getPeerCertificate().valid_to);
        socket.destroy();
        resolve(end);
      },
    );
    socket.setTimeout(HANDSHAKE_MS, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });
}

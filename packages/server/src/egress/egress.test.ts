import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressRule, parseAllowed } from './address-rule.ts';
import { createEgress, type EgressOptions, type OutgoingRequest } from './guard.ts';
import { checkedUrl, type Resolve } from './target.ts';

const rule = (allow = '') => {
  const allowed = parseAllowed(allow);
  if (!allowed) throw new Error(`not allowed to be written: ${allow}`);
  return addressRule(allowed);
};

describe('the rule of addresses', () => {
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '4000::1',
    'no address',
  ])('refuses %s', (address) => {
    expect(rule().allows('example.com', address)).toBe(false);
  });

  it.each(['1.1.1.1', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    'lets pass %s',
    (address) => {
      expect(rule().allows('example.com', address)).toBe(true);
    },
  );

  it('lets pass what an operator allows, and no more', () => {
    const own = rule('10.1.0.0/16, 192.168.1.5,fd00::/8, alerts.internal ,*.corp.example');
    const passes = [
      ['x', '10.1.2.3'],
      ['x', '::ffff:10.1.2.3'],
      ['x', '192.168.1.5'],
      ['x', 'fd00::5'],
      ['alerts.internal', '10.9.9.9'],
      ['a.b.corp.example', '127.0.0.1'],
    ] as const;
    const refused = [
      ['x', '10.2.0.1'],
      ['x', '192.168.1.6'],
      ['evil-alerts.internal', '10.9.9.9'],
      ['corp.example', '10.9.9.9'],
      ['evilcorp.example', '10.9.9.9'],
    ] as const;
    expect(passes.filter(([host, address]) => !own.allows(host, address))).toEqual([]);
    expect(refused.filter(([host, address]) => own.allows(host, address))).toEqual([]);
  });

  it.each(['10.0.0.0/33', '10.0.0', '1', 'http://x', 'a b', '*', '10.*'])(
    'cannot be written as %s',
    (text) => {
      expect(parseAllowed(text)).toBeUndefined();
    },
  );

  it('refuses every IPv4 address inside of IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (inner) => {
        const hex = inner.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
        const [a, b] = [`${hex[0]}${hex[1]}`, `${hex[2]}${hex[3]}`];
        for (const outer of [`64:ff9b::${a}:${b}`, `2002:${a}:${b}::`, `::${a}:${b}`]) {
          expect(rule().allows('x', outer)).toBe(false);
        }
        expect(rule().allows('x', `::ffff:${a}:${b}`)).toBe(rule().allows('x', inner));
      }),
    );
  });
});

describe('URLs that are asked', () => {
  it.each([
    'ftp://example.com',
    'file:///etc/passwd',
    'https://user:pass@example.com',
    'https://user@example.com',
    '//example.com',
    '',
  ])('are none like %s', (text) => {
    expect(() => checkedUrl(text, { http: true })).toThrow(
      expect.objectContaining({ failure: 'invalid_url' }),
    );
  });

  it('have TLS where that is asked for', () => {
    expect(() => checkedUrl('http://example.com', { http: false })).toThrow('Only https');
    expect(checkedUrl('https://example.com', { http: false }).hostname).toBe('example.com');
  });
});

describe('the way out', () => {
  let server: Server;
  let other: Server;
  let handle: RequestListener;
  let seen: { host: string; message: IncomingMessage; body: string }[];
  const port = (of: Server) => (of.address() as AddressInfo).port;
  const listening = async () => {
    const made = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push({ host: request.headers.host ?? '', message: request, body });
      handle(request, response);
    }).listen(0, '127.0.0.1');
    await once(made, 'listening');
    return made;
  };
  beforeAll(async () => {
    [server, other] = await Promise.all([listening(), listening()]);
  });
  afterAll(() => {
    for (const each of [server, other]) {
      each.close();
      each.closeAllConnections();
    }
  });
  beforeEach(() => {
    seen = [];
    handle = (_request, response) => response.end('fine');
  });
  /** The names of this test are allowed by name; the address behind them is not. */
  const hosts: Record<string, string[]> = { 'hook.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] };
  const resolve: Resolve = async (host) =>
    (hosts[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const egress = (more: Partial<EgressOptions> = {}) =>
    createEgress({ rule: rule('hook.test,other.test'), resolve, ...more });
  const post = (path: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
    method: 'POST',
    url: `http://hook.test:${port(server)}${path}`,
    headers: { 'content-type': 'text/plain', authorization: 'Bearer s', 'x-pharos-signature': 's' },
    body: 'äöü',
    ...more,
  });
  const redirect = (status: number, location: string) => {
    handle = (request, response) =>
      request.url === '/start' ? response.writeHead(status, { location }).end() : response.end('there');
  };

  it('brings a request there and its answer back', async () => {
    handle = (_request, response) => response.writeHead(418, { 'retry-after': '7' }).end('täglich');
    const answer = await egress().send(post('/a?b=c'));
    expect([answer.status, answer.headers['retry-after'], answer.body]).toEqual([418, '7', 'täglich']);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ host: `hook.test:${port(server)}`, body: 'äöü' });
    expect(seen[0]?.message.headers).toMatchObject({ authorization: 'Bearer s', 'content-length': '6' });
  });

  it('resolves a name once, and connects to what was checked even when the name says something else by then', async () => {
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    const only = rule('127.0.0.1');
    const answer = await createEgress({ rule: only, resolve: rebinding }).send(post('/'));
    expect([answer.status, asked, seen.length]).toEqual([200, 1, 1]);
    // The name is one that no server of names knows: had anybody else been asked, there would be no answer.
    await expect(createEgress({ rule: only, resolve: rebinding }).send(post('/'))).rejects.toMatchObject({
      failure: 'refused_address',
    });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['a name that leads to this machine', { url: 'http://inside.test/' }],
    ['a name of which one address does', { url: 'http://mixed.test/' }],
    ['its address', { url: 'http://127.0.0.1/' }],
    ['its address written otherwise', { url: 'http://0x7f.1/' }],
    ['its address in IPv6', { url: 'http://[::ffff:127.0.0.1]/' }],
    ['the address of metadata', { url: 'http://169.254.169.254/latest' }],
  ])('is closed for %s', async (_, { url }) => {
    hosts['inside.test'] = ['127.0.0.1'];
    hosts['mixed.test'] = ['1.1.1.1', '127.0.0.1'];
    await expect(egress().send(post('/', { url }))).rejects.toMatchObject({
      failure: 'refused_address',
      isFinal: true,
    });
    expect(seen).toEqual([]);
  });

  it('tells a name that nobody knows from one that is refused', async () => {
    await expect(egress().send(post('/', { url: 'http://nobody.test/' }))).rejects.toMatchObject({
      failure: 'unknown_host',
      isFinal: false,
    });
  });

  it('gives addresses only of hosts that may be connected to', async () => {
    expect(await egress().addressesOf('HOOK.test.')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    await expect(egress().addressesOf('localhost.test')).rejects.toMatchObject({ failure: 'unknown_host' });
    await expect(egress().addressesOf('127.0.0.1')).rejects.toMatchObject({ failure: 'refused_address' });
  });

  it('follows a redirect with the same request on the same origin', async () => {
    redirect(307, '/next');
    expect((await egress().send(post('/start'))).body).toBe('there');
    expect(seen[1]?.message.headers.authorization).toBe('Bearer s');
    expect(seen[1]?.body).toBe('äöü');
  });

  it('carries no secret to another origin', async () => {
    redirect(308, `http://other.test:${port(other)}/next`);
    expect((await egress().send(post('/start'))).body).toBe('there');
    expect(seen[1]?.message.headers).toMatchObject({ 'content-type': 'text/plain' });
    expect(seen[1]?.message.headers).not.toHaveProperty('authorization');
    expect(seen[1]?.message.headers).not.toHaveProperty('x-pharos-signature');
    await expect(egress().send(post('/start', { isSecret: true }))).rejects.toMatchObject({
      failure: 'refused_redirect',
    });
    expect(seen).toHaveLength(3);
  });

  it.each([
    ['into a private network', 307, 'http://10.0.0.1/', 'refused_address'],
    ['to this machine', 307, 'http://localhost.test/', 'refused_address'],
    ['to another protocol', 307, 'file:///etc/passwd', 'invalid_url'],
    ['with credentials', 307, 'http://a:b@hook.test/', 'invalid_url'],
    ['that would lose the body', 302, '/next', 'refused_redirect'],
    ['that turns round', 307, '/start', 'refused_redirect'],
  ])('follows no redirect %s', async (_, status, location, failure) => {
    hosts['localhost.test'] = ['127.0.0.1'];
    redirect(status, location);
    await expect(egress().send(post('/start'))).rejects.toMatchObject({ failure });
    expect(seen).toHaveLength(location === '/start' ? 4 : 1);
  });

  it('waits no longer than its time for a slow answer', async () => {
    let gone: Promise<unknown> | undefined;
    handle = (request, response) => {
      gone = new Promise((closed) => request.socket.on('close', closed));
      response.writeHead(200).write('begun');
    };
    await expect(egress({ timeoutMs: 100 }).send(post('/'))).rejects.toMatchObject({ failure: 'timeout' });
    await gone;
  });

  it('waits no longer than its time for a name', async () => {
    const never: Resolve = () => new Promise(() => undefined);
    await expect(egress({ timeoutMs: 20, resolve: never }).send(post('/'))).rejects.toMatchObject({
      failure: 'timeout',
    });
  });

  it('ends when whoever asked wants it no more', async () => {
    const stop = new AbortController();
    handle = () => stop.abort(new Error('closing'));
    await expect(egress().send(post('/'), stop.signal)).rejects.toThrow('closing');
  });

  it('reads the beginning of an endless answer and hangs up', async () => {
    let gone: Promise<unknown> | undefined;
    handle = (request, response) => {
      gone = new Promise((closed) => request.socket.on('close', closed));
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    };
    const answer = await egress().send(post('/'));
    expect(answer.body).toHaveLength(64 * 1024);
    await gone;
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { canStartRedis, startRedis } from '../testing/redis-servers.ts';
import { startNode } from '../testing/server-process.ts';

const TELLER = fileURLToPath(new URL('../testing/presence-teller.ts', import.meta.url));

test.runIf(canStartRedis())(
  'a server with TLS is reached by a user with a password in a database, and not where its certificate is unknown',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'pharos-tls-'));
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const files = ['-keyout', key, '-out', cert];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-days', '2', ...subject, ...files], {
      stdio: 'ignore',
    });
    const tls = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    // Its own port, beside the one without TLS, is a random one that it is told while it runs.
    const server = await startRedis(tls);
    const admin = new Redis(server.port, '127.0.0.1', { db: 2 });
    const port = server.port + 10_000;
    await admin.config('SET', 'tls-port', port);
    await admin.acl('SETUSER', 'ada', 'on', '>p@ss/word', '~pharos:*', '+@all', '-@dangerous', '+info');

    const owner = randomIds.id();
    const url = `rediss://ada:p%40ss%2Fword@localhost:${port}/2`;
    const args = ['--conditions=pharos-source', '--import', 'tsx', TELLER, url, owner, '3', 's1', 'active'];
    expect(await startNode(args, { NODE_EXTRA_CA_CERTS: cert }).says(/changed \d+/)).toContain('changed 3');
    expect(await admin.keys(`*{${owner}}:presence:users`)).toHaveLength(1);
    await expect(startNode(args, {}).says(/changed \d+/)).rejects.toThrow('PresenceUnavailable');
    admin.disconnect();
    await server.stop();
    rmSync(dir, { recursive: true });
  },
  60_000,
);

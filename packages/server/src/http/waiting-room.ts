import { once } from 'node:events';
import { createServer } from 'node:http';

const RETRY_AFTER_SECONDS = 5;

/** Stands at the port of a process that cannot serve yet: it runs (`/healthz`), and to all else says with 503 what it waits for. */
export async function openWaitingRoom(
  { host, port }: { host: string; port: number },
  message: string,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const isAlive = request.url?.split('?')[0] === '/healthz';
    response.writeHead(isAlive ? 200 : 503, {
      'content-type': 'application/json; charset=utf-8',
      connection: 'close',
      ...(!isAlive && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    });
    response.end(JSON.stringify(isAlive ? { status: 'ok' } : { error: { code: 'unavailable', message } }));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

import { createServer } from 'node:net';
import { StartError } from '../errors.ts';

/**
 * Makes sure that a port can be listened on, before anything slow or lasting is done. 0 means any port and is free.
 * @throws StartError naming the setting to change.
 */
export function requireFreePort(host: string, port: number, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use: stop what uses it or set ${setting}.`;
      reject(
        new StartError(
          error.code === 'EADDRINUSE' ? taken : `Cannot listen on ${host}:${port}: ${error.message}.`,
        ),
      );
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

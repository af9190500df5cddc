import { type Config, localUrl } from '../../config.ts';
import { requireFreePort } from '../../http/free-port.ts';
import { isClaimed } from '../../store/data-dir.ts';
import { fine, type Group, type Seen, wrong } from '../check.ts';
import { isHealthy } from '../http.ts';

interface Ports {
  config: Config;
  /** A server holds the data directory, so that its ports are taken by right. */
  isRunning: boolean;
}

/** What this machine's server listens on, or would. */
export const PORTS: Group<Ports> = {
  title: 'Ports',
  open: async ({ config }) => ({ subject: { config, isRunning: await isClaimed(config.dataDir) } }),
  reach: { name: 'ports', about: 'the ports', advice: '' },
  checks: [
    {
      name: 'ports.http',
      about: 'of UI, API and OTLP/HTTP',
      severity: 'failure',
      advice: 'Stop what uses it, or set PHAROS_PORT.',
      look: ({ config: { host, port }, isRunning }) =>
        portSeen(host, port, 'PHAROS_PORT', async () => isRunning || isHealthy(localUrl(host, port))),
    },
    {
      name: 'ports.grpc',
      about: 'of OTLP/gRPC',
      severity: 'failure',
      advice: 'Stop what uses it, or set PHAROS_GRPC_PORT.',
      look: ({ config: { host, port, grpcPort }, isRunning }) =>
        portSeen(
          host,
          grpcPort,
          'PHAROS_GRPC_PORT',
          async () => isRunning || isHealthy(localUrl(host, port)),
        ),
    },
  ],
};

async function portSeen(
  host: string,
  port: number,
  setting: string,
  isOurs: () => Promise<boolean>,
): Promise<Seen> {
  if (port === 0) return fine('any free one');
  try {
    await requireFreePort(host, port, setting);
    return fine(`${port} is free`);
  } catch (error) {
    if (await isOurs()) return fine(`${port} is the running server's`);
    return wrong((error as Error).message);
  }
}

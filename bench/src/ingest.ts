import { Agent, request } from 'node:http';
import type { Body } from './bodies.ts';
import type { Server } from './server.ts';
import { quantile, round } from './statistics.ts';

export interface IngestFigures {
  spansPerSecond: number;
  seconds: number;
  spans: number;
  ackP50Ms: number;
  ackP99Ms: number;
  refused: number;
  serverCores: number;
  generatorCores: number;
  rssPeakMiB: number;
}

/** Sends every body once over a few connections and counts what is acknowledged; a refused body is sent again. */
export async function ingest(
  server: Server,
  bodies: readonly Body[],
  connections = 16,
): Promise<IngestFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const acks: number[] = [];
  let next = 0;
  let spans = 0;
  let refused = 0;
  const cpu = process.cpuUsage();
  const serverCpu = server.cpuSeconds();
  const began = performance.now();
  const worker = async () => {
    for (let i = next++; i < bodies.length; i = next++) {
      const body = bodies[i] as Body;
      for (;;) {
        const sent = performance.now();
        const status = await post(server, agent, body.bytes);
        if (status === 200) {
          acks.push(performance.now() - sent);
          spans += body.spans;
          break;
        }
        if (status !== 503 && status !== 429) throw new Error(`the server answered ${status}`);
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  agent.destroy();
  return {
    spansPerSecond: Math.round(spans / seconds),
    seconds: round(seconds, 1),
    spans,
    ackP50Ms: round(quantile(acks, 0.5), 1),
    ackP99Ms: round(quantile(acks, 0.99), 1),
    refused,
    serverCores: round((server.cpuSeconds() - serverCpu) / seconds, 2),
    generatorCores: round((used.user + used.system) / 1e6 / seconds, 2),
    rssPeakMiB: server.peakRssMiB(),
  };
}

export function post(server: Server, agent: Agent | undefined, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/v1/traces`,
      {
        method: 'POST',
        ...(agent ? { agent } : {}),
        headers: {
          ...server.headers,
          'content-type': 'application/x-protobuf',
          'content-encoding': 'gzip',
          'content-length': bytes.byteLength,
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(bytes);
  });
}

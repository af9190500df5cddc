import { setTimeout as after } from 'node:timers/promises';
import { type Config, localUrl } from './config.ts';
import type { Drain } from './http/drain.ts';
import type { HttpServer } from './http/server.ts';
import { type OtlpGrpcOptions, type OtlpGrpcServer, serveOtlpGrpc } from './receive/otlp/grpc.ts';
import { dutyOf } from './roles.ts';

export interface Listening {
  /** Opens the ports of the role. Where they are when given as 0 is in the answer; 0: there is none. */
  listen(): Promise<{ url: string; grpcPort: number }>;
  /**
   * Says for `leaveMs` that it is about to end while it still answers, so that whoever sends requests here learns of it; then takes
   * nothing new, and resolves when what is under way has ended: at most `graceMs` after all began.
   */
  close(graceMs: number, leaveMs: number): Promise<void>;
}

export function createListening(given: {
  config: Config;
  http: HttpServer;
  drain: Drain;
  grpc: Omit<OtlpGrpcOptions, 'host' | 'port'>;
}): Listening {
  const { config, http, drain } = given;
  const { server } = http;
  let grpc: OtlpGrpcServer | undefined;
  return {
    async listen() {
      const { host } = config;
      await server.listen({ host, port: config.port });
      const address = server.addresses()[0];
      if (dutyOf(config.role).doors.includes('ingest'))
        grpc = await serveOtlpGrpc({ ...given.grpc, host, port: config.grpcPort });
      const port = typeof address === 'object' ? address.port : config.port;
      return { url: localUrl(host, port), grpcPort: grpc?.port ?? 0 };
    },
    async close(graceMs, leaveMs) {
      drain.begun = true;
      if (leaveMs > 0) await after(leaveMs);
      const cut = setTimeout(() => server.server.closeAllConnections(), graceMs - leaveMs);
      await Promise.all([server.close(), grpc?.close(graceMs - leaveMs)]);
      clearTimeout(cut);
    },
  };
}

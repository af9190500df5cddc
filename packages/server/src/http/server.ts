import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { ProcessRole } from '../roles.ts';
import { type GuardedRoute, guardRoutes } from './access-guard.ts';
import type { AuthParts } from './auth.ts';
import { guardDoors } from './doors.ts';
import type { Drain } from './drain.ts';
import { replyWithErrors } from './error-reply.ts';
import { describeRoutes, openapiRoute } from './openapi.ts';
import type { Plugin, Routes } from './routes.ts';
import { addSecurityHeaders } from './security-headers.ts';

export interface ServerOptions {
  auth: AuthParts;
  logger: FastifyBaseLogger;
  maxBodyBytes: number;
  trustProxy: string | undefined;
  https: boolean;
  requestId: () => string;
  role: ProcessRole;
  drain: Drain;
  /** Mounted in order. */
  plugins: readonly Plugin[];
}

export interface HttpServer {
  server: FastifyInstance;
  /** Every route there is and what it asks of its caller. */
  routes: readonly GuardedRoute[];
}

const HEADER_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 65_000;
/** Not event streams, which must reach the reader at once. */
const COMPRESSIBLE =
  /^(application\/(json|javascript|openmetrics-text)|text\/(html|css|javascript|plain)|image\/svg)/;

/** A client that keeps its connection would otherwise hold up the end until it is cut off. */
function hangUpWhenClosing(server: FastifyInstance, drain: Drain): void {
  server.addHook('preClose', async () => {
    drain.begun = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (drain.begun) reply.header('connection', 'close');
  });
}

/** The one HTTP server with everything that all routes have in common. Ready to listen. */
export async function createServer(options: ServerOptions): Promise<HttpServer> {
  const server = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: options.logger.level !== 'debug' }),
    genReqId: options.requestId,
    bodyLimit: options.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 512 },
  });
  server.server.headersTimeout = HEADER_TIMEOUT_MS;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  replyWithErrors(server);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });

  hangUpWhenClosing(server, options.drain);

  await addSecurityHeaders(server, options.https);
  await server.register(compress, {
    globalDecompression: false,
    customTypes: COMPRESSIBLE,
    encodings: ['gzip'],
    // A large trace is on its way sooner: it is the network that is near, not the disk.
    zlibOptions: { level: 1 },
  });
  await server.register(cookie);
  await describeRoutes(server);
  guardDoors(server, options.role);
  const routes = guardRoutes(server, options.auth);

  const zodRoutes = server as unknown as Routes;
  openapiRoute(zodRoutes);
  // Each in a scope of its own: a parser or hook that one adds does not touch the others.
  for (const plugin of options.plugins) {
    await zodRoutes.register(async (scope) => plugin(scope as Routes));
  }
  await server.ready();
  return { server, routes };
}

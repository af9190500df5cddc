import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { ApiError } from '../errors.ts';
import type { Plugin } from './routes.ts';

/** Paths of machines: what is unknown there is an error in JSON, never the web application. */
const API = /^\/(api|v1|v2|otel)(\/|$)/;
const PLACEHOLDER = 'The web application is not built. Run `npm run build`.';

/**
 * Serves the built web application. Every path that is no file is a page of it, which its own router shows. Files
 * under /assets carry a hash in their name and never change.
 */
export const webApplication =
  (root: string): Plugin =>
  async (routes) => {
    const built = existsSync(join(root, 'index.html'));
    if (built) {
      await routes.register(fastifyStatic, {
        root,
        serve: false,
        index: false,
        preCompressed: true,
        cacheControl: false,
      });
    }
    routes.get('/*', { config: { access: 'open' }, schema: { hide: true } }, (request, reply) => {
      const path = new URL(request.url, 'http://localhost').pathname;
      if (API.test(path)) throw new ApiError('not_found', { message: `There is no GET ${path}.` });
      if (!built) return reply.type('text/plain').send(PLACEHOLDER);
      const file = decodedPath(path);
      if (extname(file) === '') return reply.header('cache-control', 'no-cache').sendFile('index.html');
      const hashed = file.startsWith('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      return reply.sendFile(file.slice(1));
    });
  };

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ApiError('not_found');
  }
}

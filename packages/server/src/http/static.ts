import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { ApiError } from '../errors.ts';
import type { Plugin } from './routes.ts';

/** Paths of machines: what is unknown there is an error in JSON, never the web application. */
const API = /^\/(api|v1|v2|otel)(\/|$)/;
/** Files here carry a hash in their name and never change. */
const HASHED = '/assets/';
/** Pages of other sites load it; all else is for pages of ours. */
const BEACON = '/beacon.js';
const PLACEHOLDER = 'The web application is not built. Run `npm run build`.';

/**
 * Serves the built web application. Every path that is no file is a page of it, which its own router shows; what
 * pages are named after (a user, a trace) may look like a file and is none.
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
    routes.get('/*', { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
      const path = decoded(request.url.split('?', 1)[0] ?? '/');
      if (API.test(path)) throw notFound(path);
      if (!built) return reply.type('text/plain').send(PLACEHOLDER);
      const file = await isFile(root, path);
      if (!file && path.startsWith(HASHED)) throw notFound(path);
      const forGood = file && path.startsWith(HASHED);
      reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (file && path === BEACON) reply.header('cross-origin-resource-policy', 'cross-origin');
      return reply.sendFile(file ? path.slice(1) : 'index.html');
    });
  };

const notFound = (path: string) => new ApiError('not_found', { message: `There is no GET ${path}.` });

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw notFound(path);
  }
}

async function isFile(root: string, path: string): Promise<boolean> {
  const file = resolve(root, `.${path}`);
  if (!file.startsWith(root + sep) || path.includes('\0')) return false;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ?? false;
}

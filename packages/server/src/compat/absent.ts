import { ApiError } from '../errors.ts';
import type { Routes } from '../http/routes.ts';

/** Parts of another system's API that are not here: without these routes its SDK would be answered with a page. */
export function absent(routes: Routes, urls: readonly string[]): void {
  for (const url of urls)
    routes.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url,
      config: { access: 'signedIn' },
      schema: { hide: true },
      handler: ({ method, url: asked }) => {
        throw new ApiError('not_found', { message: `Pharos has no ${method} ${asked.split('?', 1)[0]}.` });
      },
    });
}

/** A path and all that lies under it. */
export const under = (path: string): string[] => [path, `${path}/*`];

type Answer = (url: URL, body: unknown) => unknown;

/** What was posted to Pharos, as it came. */
export interface Posted {
  path: string;
  body: unknown;
}

/**
 * A network of two: a source that answers as `routes` say, by method and path, and with 404 otherwise; and a Pharos
 * that takes all but what `refuses` says.
 */
export function standIn(
  routes: Record<string, Answer>,
  refuses: (posted: Posted) => Response | undefined = () => undefined,
) {
  const posted: Posted[] = [];
  const asked: URL[] = [];
  const answer: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
    if (url.host === 'pharos.test') {
      const isProbe = (body as { batch?: unknown[] } | undefined)?.batch?.length === 0;
      if (isProbe) return Response.json({ successes: [], errors: [] }, { status: 207 });
      const refused = refuses({ path: url.pathname, body });
      if (!refused) posted.push({ path: url.pathname, body });
      return refused ?? Response.json({}, { status: 202 });
    }
    asked.push(url);
    const route = routes[`${init?.method} ${url.pathname}`];
    return route ? Response.json(route(url, body)) : Response.json({ message: 'not here' }, { status: 404 });
  };
  return {
    posted,
    asked,
    means: { fetch: answer, nowMs: () => Date.UTC(2026, 2, 1), wait: () => Promise.resolve() },
  };
}

export const STAND_INS = { PHAROS_URL: 'http://pharos.test', PHAROS_SECRET_KEY: 'sk' };

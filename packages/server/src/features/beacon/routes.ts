import {
  BEACON_BYTES,
  BEACON_KINDS,
  type BeaconKind,
  beaconSchema,
  beaconTakenSchema,
} from '@pharos/core/api/beacon';
import type { Parts } from '../../http/parts.ts';
import type { TakeReports } from '../../http/read-reports.ts';
import type { Plugin } from '../../http/routes.ts';
import { Admission } from './admission.ts';
import { browserKeyRoutes } from './key-routes.ts';
import { ofProven, proofOf } from './signed-users.ts';

/** What pages tell, with a key that stands in them. It answers nothing of the project. */
export const beacon =
  (parts: Parts, take: Readonly<Record<BeaconKind, TakeReports>>): Plugin =>
  (routes) => {
    browserKeyRoutes(parts)(routes);
    const admission = new Admission(parts.keys, parts.clock);
    // JSON that is sent as text: browsers ask leave for it by no request of its own.
    routes.addContentTypeParser(
      'text/plain',
      { parseAs: 'string', bodyLimit: BEACON_BYTES },
      routes.getDefaultJsonParser('error', 'error'),
    );

    routes.post(
      '/api/v1/beacon',
      {
        config: { access: 'open' },
        bodyLimit: BEACON_BYTES,
        schema: {
          summary: 'What a page tells: presence, events, feedback; the key in the body is for its origin',
          description:
            'JSON of at most 64 KiB, sent as text/plain. Items are read one by one: those that are refused are named by kind and place with the reason, all others count. 200 means that they are on disk.',
          body: beaconSchema,
          response: { 200: beaconTakenSchema },
        },
      },
      async ({ body, headers, ip }, reply) => {
        const key = await admission.key({ key: body.key, origin: headers.origin, address: ip });
        reply.headers({
          'access-control-allow-origin': headers.origin,
          'access-control-expose-headers': 'retry-after',
          vary: 'origin',
        });
        admission.count(
          key,
          ip,
          BEACON_KINDS.reduce((sum, kind) => sum + body[kind].length, 1),
        );
        parts.keys.browser.used(key);
        const { userSecret } = key;
        const proof = userSecret && proofOf(body.userToken, userSecret, parts.clock.nowMs());
        const taken = await Promise.all(
          BEACON_KINDS.map(async (kind) => {
            const takeItems = proof ? ofProven(take[kind], proof) : take[kind];
            return { kind, ...(await takeItems(key.project, body[kind])) };
          }),
        );
        return {
          accepted: taken.reduce((sum, { accepted }) => sum + accepted, 0),
          refused: taken.flatMap(({ kind, refused }) => refused.map((each) => ({ kind, ...each }))),
        };
      },
    );
  };

import { z } from 'zod';
import { at, id, label } from './report-fields.ts';

/*
 * What pages tell: `POST /api/v1/beacon`. The body is JSON, sent as `text/plain` so that browsers ask no leave first; the key
 * stands in it, since `navigator.sendBeacon` sends no headers.
 */

export const BEACON_BYTES = 64 * 1024;
const MAX_USER_TOKEN = 4096;
const items = z.array(z.unknown()).max(200).default([]);

export const beaconSchema = z.strictObject({
  key: z.string().min(1).max(128),
  /** That the user of the items is who they are said to be: a JWT (HS256) of {@link userClaimsSchema}. Needed where the key says so. */
  userToken: z.string().max(MAX_USER_TOKEN).optional(),
  /** As in `POST /api/v1/presence`. */
  presence: items,
  /** As in `POST /api/v1/events`. */
  events: items,
  feedback: items,
});

/** What the app's own server signs of a user; `exp` in seconds since 1970. */
export const userClaimsSchema = z.object({ userId: id, exp: z.number().int().positive() });

export const BEACON_KINDS = ['presence', 'events', 'feedback'] as const;
export type BeaconKind = (typeof BEACON_KINDS)[number];

/** What a user thinks of an answer, or of a session; it is kept as a score. Told again with its id it is the same. */
export const feedbackSchema = z
  .strictObject({
    feedbackId: label.min(1),
    name: z.string().trim().min(1).max(200).default('feedback'),
    value: z.union([z.number(), z.boolean(), z.string().min(1).max(1024)]),
    comment: z.string().max(4096).default(''),
    userId: label.default(''),
    traceId: label.default(''),
    /** Of what is not about one trace. */
    sessionId: label.default(''),
    at,
  })
  .refine(({ traceId, sessionId }) => traceId !== '' || sessionId !== '', {
    error: 'feedback is on a trace (traceId) or a session (sessionId)',
  });
export type Feedback = z.infer<typeof feedbackSchema>;

export const beaconTakenSchema = z.object({
  accepted: z.number(),
  refused: z.array(z.object({ kind: z.enum(BEACON_KINDS), index: z.number(), message: z.string() })),
});

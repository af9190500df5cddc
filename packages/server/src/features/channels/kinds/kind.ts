import type { Notice } from '@pharos/core/channels/notice';
import type { Outcome } from '@pharos/core/channels/outcome';
import type { z } from 'zod';
import type { RawAnswer } from '../../../egress/exchange.ts';
import type { Egress, OutgoingRequest } from '../../../egress/guard.ts';
import type { Mailer } from '../mailer.ts';
import type { PictureOf } from '../pictures.ts';

/** What a channel is sent by. */
export interface Ways {
  egress: Egress;
  /** Undefined when no mail server is set. */
  mailer: Mailer | undefined;
  pictureOf: PictureOf;
  nowMs: number;
  signal: AbortSignal;
}

/** Tells a notice by a channel of a kind. @throws whatever stood in the way, which an attempt later on may not meet */
export type Tell = (notice: Notice, ways: Ways) => Promise<Outcome>;

/** How channels of a kind are told something, once their config is known. */
export type Kind = (config: unknown) => Tell;

/** A kind that is told over HTTP, described by what it asks for and how it reads the answer. */
export interface HttpKind<Config> {
  config: z.ZodType<Config>;
  /** Sent one after another; none when such a notice cannot be told there. */
  requests(notice: Notice, config: Config, nowMs: number): readonly OutgoingRequest[];
  read(answer: RawAnswer, nowMs: number): Outcome;
}

export const overHttp =
  <Config>(kind: HttpKind<Config>): Kind =>
  (given) => {
    const config = kind.config.parse(given);
    return async (notice, { egress, nowMs, signal }) => {
      let outcome: Outcome = {
        result: 'refused',
        reason: 'Nothing of this can be told by this kind of channel.',
      };
      for (const request of kind.requests(notice, config, nowMs)) {
        outcome = kind.read(await egress.send(request, signal), nowMs);
        if (outcome.result !== 'delivered') break;
      }
      return outcome;
    };
  };

/** A request that posts JSON. */
export const postJson = (
  url: string,
  body: unknown,
  more: Pick<OutgoingRequest, 'headers' | 'isSecret'> = {},
): OutgoingRequest => ({
  method: 'POST',
  url,
  ...more,
  headers: {
    ...more.headers,
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Pharos',
  },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

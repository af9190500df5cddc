import type { Notice } from '@pharos/core/channels/notice';
import type { Outcome } from '@pharos/core/channels/outcome';
import type { z } from 'zod';
import type { RawAnswer } from '../../../egress/exchange.ts';
import type { Egress, OutgoingRequest } from '../../../egress/guard.ts';
import type { EncloseReport } from '../../../mail/enclosure.ts';
import type { Picture } from '../../../pictures/picture.ts';
import type { Mailer } from '../mailer.ts';
import { type PictureOf, picturesOf } from '../pictures.ts';

/** What a channel is sent by. */
export interface Ways {
  egress: Egress;
  /** Undefined when no mail server is set. */
  mailer: Mailer | undefined;
  pictureOf: PictureOf;
  encloseReport: EncloseReport;
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
  /** Shows what a notice of one incident is about, after it was told. Whether that arrives changes nothing. */
  show?(picture: Picture, config: Config): OutgoingRequest;
}

export const overHttp =
  <Config>(kind: HttpKind<Config>): Kind =>
  (given) => {
    const config = kind.config.parse(given);
    const { show } = kind;
    return async (notice, { egress, pictureOf, nowMs, signal }) => {
      // Drawn before anything is told: from then on there is little time in which a crash would have it told twice.
      const isShown = show !== undefined && notice.incidents.length === 1;
      const pictures = isShown ? await picturesOf(notice, pictureOf, signal) : undefined;
      let outcome: Outcome = {
        result: 'refused',
        reason: 'Nothing of this can be told by this kind of channel.',
      };
      for (const request of kind.requests(notice, config, nowMs)) {
        outcome = kind.read(await egress.send(request, signal), nowMs);
        if (outcome.result !== 'delivered') break;
      }
      if (show && outcome.result === 'delivered')
        for (const picture of pictures?.values() ?? [])
          await egress.send(show(picture, config), signal).catch(() => undefined);
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

import type { Notice } from '@pharos/core/channels/notice';
import type { Outcome } from '@pharos/core/channels/outcome';
import { cutText } from '@pharos/core/text';
import type { Clock } from '@pharos/core/time';
import { EgressError } from '../../egress/errors.ts';
import type { Egress } from '../../egress/guard.ts';
import type { EncloseReport } from '../../mail/enclosure.ts';
import { type Seal, SealError } from '../../secrets/seal.ts';
import { KINDS } from './kinds/kinds.ts';
import type { Mailer } from './mailer.ts';
import type { Taken } from './outbox.ts';
import type { PictureOf } from './pictures.ts';
import { secretsOf, type Values } from './sealed-config.ts';

export interface SenderParts {
  egress: Egress;
  mailer: Mailer | undefined;
  seal: Seal | undefined;
  pictureOf: PictureOf;
  encloseReport: EncloseReport;
  clock: Clock;
}

/** Sends a notice by a channel. @throws only what the signal was aborted with */
export type Send = (notice: Notice, channel: Taken['channel'], signal: AbortSignal) => Promise<Outcome>;

const MAX_REASON = 300;

export function createSender({ egress, mailer, seal, pictureOf, encloseReport, clock }: SenderParts): Send {
  return async (notice, channel, signal) => {
    let secrets: Values = {};
    try {
      secrets = secretsOf(seal, channel);
      const tell = KINDS[channel.kind]({ ...channel.config, ...secrets });
      const outcome = await tell(notice, {
        egress,
        mailer,
        pictureOf,
        encloseReport,
        nowMs: clock.nowMs(),
        signal,
      });
      return outcome.result === 'delivered'
        ? outcome
        : { ...outcome, reason: without(secrets, outcome.reason) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const reason = without(secrets, error instanceof Error ? error.message : String(error));
      // A key that is missing may be set again, and the way may be free again.
      const isFinal = error instanceof EgressError ? error.isFinal : !(error instanceof SealError);
      return { result: isFinal ? 'refused' : 'again', reason: cutText(reason, MAX_REASON) };
    }
  };
}

/** What a receiver says back may be what it was sent. */
function without(secrets: Values, text: string): string {
  const texts = Object.values(secrets).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value) : [],
  );
  return texts.reduce<string>(
    (left, secret) => (typeof secret === 'string' && secret !== '' ? left.replaceAll(secret, '•••') : left),
    text,
  );
}

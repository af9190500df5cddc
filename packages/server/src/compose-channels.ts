import type { Answers } from './answers/answers.ts';
import { type Allowed, addressRule } from './egress/address-rule.ts';
import { createEgress } from './egress/guard.ts';
import { createIncidentPictures } from './features/alerts/incident-picture.ts';
import { checkUnused } from './features/alerts/references.ts';
import { Courier } from './features/channels/courier.ts';
import { createMailer } from './features/channels/mailer.ts';
import { createDeliveryMeter } from './features/channels/meter.ts';
import type { PictureOf } from './features/channels/pictures.ts';
import type { Channels } from './features/channels/routes.ts';
import { CHANNELS } from './features/channels/sealed-config.ts';
import { createSender } from './features/channels/sender.ts';
import { checkNoReportUses } from './features/reports/check-channels.ts';
import { encloseReport } from './features/reports/enclose.ts';
import type { Pdfs } from './features/reports/forms/pdf/pages.ts';
import type { Foundation } from './foundation.ts';
import type { Pngs } from './pictures/png.ts';
import { openSeal } from './secrets/open.ts';
import { reseal } from './store/records/reseal.ts';

/** Public addresses alone. */
const NOTHING_MORE: Allowed = { ranges: [], hosts: [] };

/** The way out, what seals secrets, and the courier that brings what is in the outbox to its channels. */
export async function composeChannels(
  given: Foundation & {
    answers: Pick<Answers, 'ask'>;
    pngOf: Pngs['pngOf'];
    pdfOf: Pdfs['pdfOf'];
  },
): Promise<Channels> {
  const { config, parts, answers, pngOf, pdfOf, metrics, closing, jobs, logger } = given;
  const { records, clock } = parts;
  const { smtpUrl, mailFrom, egressAllow, egressHttp: http } = config;
  const seal = openSeal(config);
  if (seal) {
    await reseal(records, seal, CHANNELS, (error) =>
      logger.error({ err: error }, 'the secrets of a channel cannot be opened: it has to be told them again'),
    );
  }
  const egress = createEgress({ rule: addressRule(egressAllow ?? NOTHING_MORE), http });
  const mailer =
    smtpUrl !== undefined && mailFrom !== undefined
      ? createMailer({ url: smtpUrl, from: mailFrom })
      : undefined;
  const draw = createIncidentPictures({ records, answers, pngOf, clock });
  const pictureOf: PictureOf = (...asked) =>
    draw(...asked).catch((error: unknown) => {
      logger.warn({ err: error }, 'a message goes without the chart of an incident');
      return undefined;
    });
  const enclose = encloseReport({ records, pdfOf, pngOf });
  const send = createSender({
    ...{ egress, mailer, seal, pictureOf, clock },
    encloseReport: (...asked) =>
      enclose(...asked).catch((error: unknown) => {
        logger.warn({ err: error }, 'a mail goes without the report that it tells of');
        return undefined;
      }),
  });
  const courier = new Courier({
    ...{ records, send, clock },
    random: Math.random,
    onOutcome: createDeliveryMeter(metrics),
    onError: (error) => logger.warn({ err: error }, 'what is to be told is looked at again in a moment'),
  });
  closing.push(() => courier.close());
  const wake = jobs.waking(() => courier.wake());
  jobs.add({ start: wake });
  return {
    ...{ courier: { wake }, send, seal, http, mails: mailer !== undefined },
    async checkUnused(tx, project, id) {
      await checkUnused(tx, project, 'channel', id);
      await checkNoReportUses(tx, project, id);
    },
  };
}

import { createTransport } from 'nodemailer';
import { fine, type Group } from '../check.ts';

const CONNECT_MS = 8_000;

/** The server that mails are handed to. */
export const MAIL: Group<string> = {
  title: 'Mail',
  open: ({ config: { smtpUrl } }) => (smtpUrl === undefined ? undefined : { subject: smtpUrl }),
  reach: { name: 'mail', about: 'mail', advice: '' },
  checks: [
    {
      name: 'mail.reached',
      about: 'the server answers and takes user and password',
      severity: 'failure',
      advice:
        'PHAROS_SMTP_URL is smtp://user:password@host:587 (STARTTLS) or smtps://…:465; see that outgoing mail is not blocked here.',
      async look(url) {
        const transport = createTransport({
          url,
          connectionTimeout: CONNECT_MS,
          greetingTimeout: CONNECT_MS,
          socketTimeout: CONNECT_MS,
        });
        try {
          await transport.verify();
        } finally {
          transport.close();
        }
        return fine(new URL(url).host);
      },
    },
  ],
};

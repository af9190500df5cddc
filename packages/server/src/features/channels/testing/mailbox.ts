import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine. */
export interface Mailbox {
  /** `smtp://…` */
  url: string;
  /** What arrived. */
  mails: ParsedMail[];
  /** With which code it refuses an address; it takes mail for all others. */
  refusal: { code: number; of: string } | undefined;
  close(): Promise<void>;
}

export async function aMailbox(): Promise<Mailbox> {
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'] },
    onRcptTo({ address }, _session, done) {
      const { refusal } = mailbox;
      if (refusal?.of !== address) return done();
      done(Object.assign(new Error('not here'), { responseCode: refusal.code }));
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mailbox.mails.push(mail);
        done();
      }, done);
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    ...{ mails: [], refusal: undefined },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
  return mailbox;
}

import { addressRule, parseAllowed } from '../../../egress/address-rule.ts';
import { createEgress } from '../../../egress/guard.ts';
import { openRecords } from '../../../store/records/open.ts';
import { Courier } from '../courier.ts';
import { createSender } from '../sender.ts';

/*
 * A process that brings what is in the outbox of a PostgreSQL to receivers on this machine, until it is killed. Arguments: the
 * database, and for how many milliseconds it leases what it takes.
 */
const [databaseUrl = '', leaseMs = ''] = process.argv.slice(2);
const clock = { nowMs: () => Date.now() };
const rule = addressRule(parseAllowed('127.0.0.1') ?? { ranges: [], hosts: [] });
const records = await openRecords({ databaseUrl, dataDir: '' });
const courier = new Courier({
  records,
  send: createSender({
    ...{ egress: createEgress({ rule }), mailer: undefined, seal: undefined, clock },
    pictureOf: async () => undefined,
    encloseReport: async () => undefined,
  }),
  clock,
  random: Math.random,
  onError: (error) => console.error(error),
  limits: { leaseMs: Number(leaseMs), lookMs: 50, perChannel: 4 },
});
courier.wake();
console.log('at work');

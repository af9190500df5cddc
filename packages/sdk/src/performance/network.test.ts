import { expect, test } from 'vitest';
import { readNetworkBytes } from './network.ts';

const TOLD = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 987654    1200    0    0    0     0          0         0   987654    1200    0    0    0     0       0          0
  eth0:50331648  34567    0    0    0     0          0         0  7340032   12345    0    0    0     0       0          0
  eth1:     100      1    0    0    0     0          0         0      200       2    0    0    0     0       0          0
`;

test('The bytes of all interfaces are counted in both directions, but not what stays on the machine', () => {
  expect(readNetworkBytes(() => TOLD)).toEqual({ receive: 50_331_748, transmit: 7_340_232 });
});

test('Nothing is measured where the system does not tell', () => {
  const missing = () => {
    throw new Error('no such file');
  };
  expect(readNetworkBytes(missing)).toBeUndefined();
});

import { readFileSync } from 'node:fs';

/** As OpenTelemetry names them in `network.io.direction`. */
export const DIRECTIONS = ['receive', 'transmit'] as const;
export type NetworkBytes = Record<(typeof DIRECTIONS)[number], number>;

/** Where Linux tells it: a file that is made when it is read, so that nothing waits for a disk. */
const PLACE = '/proc/net/dev';
/** A name, and the first and the ninth of its figures. */
const INTERFACE = /^\s*([^:\s]+):\s*(\d+)(?:\s+\d+){7}\s+(\d+)/gm;

/**
 * The bytes that went over the network since it is there, of all that share it with this process: its container, or its host. Not
 * counted is what stays on the machine. Undefined where it is not told.
 */
export function readNetworkBytes(
  read: () => string = () => readFileSync(PLACE, 'utf8'),
): NetworkBytes | undefined {
  let text: string;
  try {
    text = read();
  } catch {
    return undefined;
  }
  const bytes = { receive: 0, transmit: 0 };
  for (const [, name, received, sent] of text.matchAll(INTERFACE)) {
    if (name === 'lo') continue;
    bytes.receive += Number(received);
    bytes.transmit += Number(sent);
  }
  return bytes;
}

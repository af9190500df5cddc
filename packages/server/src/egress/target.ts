import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressRule } from './address-rule.ts';
import { EgressError } from './errors.ts';

export interface Resolved {
  address: string;
  family: 4 | 6;
}

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly Resolved[]>;

export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** @throws EgressError when it is no URL that may be asked, whatever it leads to */
export function checkedUrl(text: string, { http }: { http: boolean }): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new EgressError('invalid_url', 'This is no URL.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new EgressError('invalid_url', 'Only https and http URLs are asked.');
  if (url.protocol === 'http:' && !http)
    throw new EgressError('invalid_url', 'Only https URLs are asked here.');
  if (url.username !== '' || url.password !== '')
    throw new EgressError('invalid_url', 'A URL with a name or a password in it is not asked.');
  return url;
}

/**
 * The addresses of a host, each of which may be connected to. Connect to one of these and to nothing that is looked up again, which
 * may say something else by then.
 * @throws EgressError when one of them may not
 */
export async function checkedAddresses(
  hostname: string,
  rule: AddressRule,
  resolve: Resolve,
): Promise<readonly Resolved[]> {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const family = isIP(host);
  let found: readonly Resolved[];
  try {
    found = family === 0 ? await resolve(host) : [{ address: host, family: family === 6 ? 6 : 4 }];
  } catch (error) {
    throw new EgressError('unknown_host', `The host ${host} cannot be resolved.`, { cause: error });
  }
  if (found.length === 0) throw new EgressError('unknown_host', `The host ${host} has no address.`);
  const refused = found.find(({ address }) => !rule.allows(host, address));
  if (refused)
    throw new EgressError(
      'refused_address',
      `${host} leads to ${refused.address}, where requests may not go. An operator can allow it with PHAROS_EGRESS_ALLOW.`,
    );
  return found;
}

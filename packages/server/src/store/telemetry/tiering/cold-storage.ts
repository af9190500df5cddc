/** Where old rows lie: under a storage policy that the servers have, or on a disk that the embedded engine is given. */
export type ColdStorage =
  | { kind: 'policy'; policy: string }
  | { kind: 'directory'; path: string }
  | { kind: 's3'; endpoint: string; credentials?: { key: string; secret: string } };

/** The volume that old rows move to, by this name in every policy. */
export const COLD_VOLUME = 'cold';
/** The policy that the embedded engine is given. */
const EMBEDDED_POLICY = 'tiered';

export const policyOf = (storage: ColdStorage): string =>
  storage.kind === 'policy' ? storage.policy : EMBEDDED_POLICY;

/**
 * `policy:<name>`, an absolute path, or the URL of a bucket of S3 or what speaks like it, with the key in front of the host; without a key the
 * process's environment has it. Undefined when it is none of these.
 */
export function parseColdStorage(text: string): ColdStorage | undefined {
  const [, policy] = /^policy:([\w-]+)$/.exec(text) ?? [];
  if (policy !== undefined) return { kind: 'policy', policy };
  if (text.startsWith('/')) return { kind: 'directory', path: text.replace(/\/*$/, '/') };
  if (!/^https?:/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [key, secret] = [url.username, url.password].map(decodeURIComponent);
  if (url.pathname === '/' || url.search !== '' || url.hash !== '' || !key !== !secret) return undefined;
  const endpoint = `${url.protocol}//${url.host}${url.pathname.replace(/\/*$/, '/')}`;
  return { kind: 's3', endpoint, ...(key && secret && { credentials: { key, secret } }) };
}

/** Kept on the local disk of what was read from S3. */
const CACHE = '10Gi';

/** What the embedded engine's configuration says of it: among its disks, and as its policies. */
export function coldDisk(storage: ColdStorage): { disks: string; policies: string } {
  if (storage.kind === 'policy') return { disks: '', policies: '' };
  const tag = (name: string, value: string) => `<${name}>${value}</${name}>`;
  const disk =
    storage.kind === 'directory'
      ? tag('type', 'local') + tag('path', escaped(storage.path))
      : tag('type', 's3') + tag('endpoint', escaped(storage.endpoint)) + access(storage.credentials);
  const cached = `<type>cache</type><disk>cold</disk><path>cold</path><max_size>${CACHE}</max_size>`;
  const isFar = storage.kind === 's3';
  // The policy that tables were made under has one volume of this name, and a policy may only be followed by one that has it too.
  const volumes =
    tag('default', tag('disk', 'default')) + tag(COLD_VOLUME, tag('disk', isFar ? 'cold_cached' : 'cold'));
  return {
    disks: tag('cold', disk) + (isFar ? tag('cold_cached', cached) : ''),
    policies: tag('policies', tag(EMBEDDED_POLICY, tag('volumes', volumes))),
  };
}

const access = (credentials: { key: string; secret: string } | undefined): string =>
  credentials
    ? `<access_key_id>${escaped(credentials.key)}</access_key_id><secret_access_key>${escaped(credentials.secret)}</secret_access_key>`
    : '<use_environment_credentials>true</use_environment_credentials>';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replace(/[&<>]/g, (each) => ENTITIES[each] ?? each);

/** Where a page may come from, as browsers write it: `https://app.example.com`, or `https://*.example.com` for all below it. */
const PATTERN = /^(https?):\/\/(\*\.)?([a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;
const USUAL_PORT: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * The pattern as origins are compared with it; undefined for what is none. Names beyond ASCII are written as browsers send them
 * (`xn--…`), and a wildcard stands for what lies below a name of at least two parts.
 */
export function originPattern(text: string): string | undefined {
  const match = PATTERN.exec(text.trim().toLowerCase().replace(/\/$/, ''));
  if (!match) return undefined;
  const [, scheme = '', wildcard = '', host = '', port] = match;
  if (wildcard !== '' && !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]*$/.test(host)) return undefined;
  if (Number(port) > 65_535) return undefined;
  return `${scheme}://${wildcard}${host}${port === undefined || port === USUAL_PORT[scheme] ? '' : `:${port}`}`;
}

/** Whether a page of this origin is meant by one of the patterns. `null`, which sandboxes and files send, never is. */
export function allowsOrigin(patterns: readonly string[], origin: string): boolean {
  const asked = originPattern(origin);
  if (asked === undefined || asked.includes('*')) return false;
  return patterns.some((pattern) => {
    const [start = '', end] = pattern.split('*');
    if (end === undefined) return asked === pattern;
    return asked.startsWith(start) && asked.endsWith(end) && asked.length > start.length + end.length;
  });
}

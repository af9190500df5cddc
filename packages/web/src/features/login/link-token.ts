/**
 * The secret of a link, which stands after the # so that it reaches no server log and no referrer. It is taken out
 * of the address bar at once: a shoulder, a screenshot or the history must not keep it.
 */
export function takeToken(): string | undefined {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (!token) return undefined;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return token;
}

/**
 * The secret of a link, from `?token=` or after the #. It is taken out of the address bar at once: a shoulder, a
 * screenshot or the history must not keep it.
 */
export function takeToken(): string | undefined {
  const { hash, pathname, search } = window.location;
  const query = new URLSearchParams(search);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? query.get('token');
  if (!token) return undefined;
  query.delete('token');
  const rest = query.toString();
  window.history.replaceState(window.history.state, '', rest ? `${pathname}?${rest}` : pathname);
  return token;
}

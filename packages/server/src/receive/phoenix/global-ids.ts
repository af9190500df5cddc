/** Phoenix names things by a type and an id in base64; some calls take either that or the id alone. */
export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');

/** The id in such a name of that type; anything else is the id itself. */
export function idIn(type: string, given: string): string {
  const text = Buffer.from(given, 'base64').toString();
  return text.startsWith(`${type}:`) ? text.slice(type.length + 1) : given;
}

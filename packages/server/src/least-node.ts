/** The oldest Node that Pharos runs on, as major and minor. */
export const LEAST_NODE = [20, 11] as const;

/** Whether a version such as `18.2.0` is too old. */
export function isOldNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

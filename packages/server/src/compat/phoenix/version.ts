/** What this room is compatible with: clients ask before they use what came with a later release. */
export const PHOENIX_VERSION = '20.3.0';
export const VERSION_HEADER = 'x-phoenix-server-version';

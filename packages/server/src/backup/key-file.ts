/** By which the secrets of channels are sealed, in the data directory. */
export const KEY_FILE = 'encryption.key';

export type { EventProperties, EventReport } from '../reports.ts';
export type { Counts } from './outbox.ts';
export { type BrowserFeedback, type BrowserOptions, type PharosBrowser, start } from './start.ts';

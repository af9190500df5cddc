import { type Attributes, type Context, createContextKey } from '@opentelemetry/api';

/** For whom something is done. */
export interface Who {
  userId?: string | undefined;
  sessionId?: string | undefined;
}

const WHO = createContextKey('Pharos: user and session');

/** Of a program with one user. */
const whole: Who = {};

export const whoIn = (context: Context): Who => (context.getValue(WHO) as Who | undefined) ?? whole;
export const withWho = (context: Context, who: Who): Context =>
  context.setValue(WHO, { ...whoIn(context), ...who });

export function whoAttributes({ userId, sessionId }: Who): Attributes {
  return {
    ...(userId === undefined ? {} : { 'user.id': userId }),
    ...(sessionId === undefined ? {} : { 'session.id': sessionId }),
  };
}

import type { Convention } from './types.ts';

/** What any OpenTelemetry span may say, whoever wrote it. Recognises every span, so it stands last. */
export const otel: Convention = {
  name: 'otel',
  recognises: () => true,
  text: {
    userId: ['user.id', 'enduser.id', 'user_id'],
    sessionId: ['session.id', 'session_id'],
    environment: ['deployment.environment.name', 'deployment.environment'],
    release: ['service.version'],
  },
};

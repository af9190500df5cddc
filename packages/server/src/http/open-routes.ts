/**
 * Everything that answers without a key or a session, and nothing else: a route that is open and not listed here, or
 * listed and not open, stops the server from starting.
 */
export const OPEN_ROUTES: readonly string[] = [
  'GET /healthz',
  'GET /readyz',
  'GET /openapi.json',
  'POST /api/v1/login',
  'POST /api/v1/login/link',
  'POST /api/v1/invitations/preview',
  'POST /api/v1/invitations/accept',
  // What Langfuse's SDKs ask before they authenticate.
  'GET /api/public/health',
  'GET /api/public/ready',
  // What LangSmith's SDKs ask of a server, before they send anything.
  'GET /info',
  'GET /api/v1/info',
  // What Phoenix's clients ask before they use what came with a later release.
  'GET /arize_phoenix_version',
  // Files, to whoever holds a URL that was signed for one and has not expired.
  'PUT /api/public/media/:projectId/:mediaId/content',
  'GET /api/public/media/:projectId/:mediaId/content',
  // A dashboard, to whoever holds a link to it that has not expired.
  'GET /api/v1/shared/:token',
  'POST /api/v1/shared/:token/answers',
  // What pages tell: the body carries a key that stands in them, which is bound to where they come from.
  'POST /api/v1/beacon',
  // Leads to a page of the web application.
  'GET /project/:projectId/traces/:traceId',
  // The web application: static files, without any data.
  'GET /*',
];
